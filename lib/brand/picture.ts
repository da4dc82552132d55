export const PICTURE_TYPES = ["image/png", "image/jpeg", "image/webp"] as const
export type PictureType = (typeof PICTURE_TYPES)[number]

export type Picture = { type: PictureType; width: number; height: number }

/** What the bytes are, by what they say of themselves and not by a name; null for everything that is no picture of these kinds. */
export function pictureIn(bytes: Buffer): Picture | null {
  const found = pngIn(bytes) ?? webpIn(bytes) ?? jpegIn(bytes)
  return found !== null && found.width > 0 && found.height > 0 ? found : null
}

const PNG = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex")

function pngIn(bytes: Buffer): Picture | null {
  if (bytes.length < 33 || !bytes.subarray(0, PNG.length).equals(PNG)) return null
  return { type: "image/png", width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
}

/** Three kinds of WebP, and each keeps its size in another place (RFC 9649). */
function webpIn(bytes: Buffer): Picture | null {
  if (bytes.length < 30 || bytes.toString("latin1", 0, 4) !== "RIFF" || bytes.toString("latin1", 8, 12) !== "WEBP") return null
  const size = webpSizeIn(bytes)
  return size === null ? null : { type: "image/webp", ...size }
}

function webpSizeIn(bytes: Buffer): { width: number; height: number } | null {
  switch (bytes.toString("latin1", 12, 16)) {
    case "VP8X":
      return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 }
    case "VP8L": {
      const bits = bytes.readUInt32LE(21)
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
    }
    case "VP8 ":
      return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff }
    default:
      return null
  }
}

/** From marker to marker until the one that begins the frame; a file that ends before it is none. */
function jpegIn(bytes: Buffer): Picture | null {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return null
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; at += 2 + bytes.readUInt16BE(at + 2)) {
    if (isFrame(bytes[at + 1] ?? 0)) return { type: "image/jpeg", height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) }
  }
  return null
}

/** SOF0 to SOF15, without the three numbers among them that mean something else. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
}
