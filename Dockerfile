# One image for the web process and for the worker: compose.yaml says which one a container is.

FROM node:26-bookworm-slim AS build
WORKDIR /app
# First what seldom changes: the packages come from the layer of the last build as long as the lockfile is the same.
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN node_modules/.bin/node --import tsx bin/build.ts
# Without saving: a lockfile that is written anew would not be the one that was built from.
RUN npm prune --omit=dev --ignore-scripts --no-audit --no-fund --no-save

# The project brings the Node it runs on, so what it stands on needs none.
FROM debian:bookworm-slim
RUN useradd --system --uid 10001 --home-dir /data --create-home curtain
WORKDIR /app
COPY --from=build /app ./
USER curtain
ENV NODE_ENV=production
ENV CURTAIN_HOST=0.0.0.0
ENV CURTAIN_DATA_DIR=/data
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["node_modules/.bin/node", "bin/check-health.mjs"]
CMD ["node_modules/.bin/node", "--import", "tsx", "bin/start.ts"]
