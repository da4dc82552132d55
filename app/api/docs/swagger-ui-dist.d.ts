/** The package says where its files are, without a type of its own. */
declare module "swagger-ui-dist/absolute-path.js" {
  export default function getAbsoluteFSPath(): string
}
