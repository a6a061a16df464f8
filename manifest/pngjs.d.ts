// pngjs ships no types; these are the parts we use. https://github.com/pngjs/pngjs
declare module 'pngjs' {
  export class PNG {
    constructor(options: { width: number; height: number })
    readonly width: number
    readonly height: number
    /** Four bytes a pixel: red, green, blue, alpha. */
    data: Uint8Array
    static readonly sync: { write(png: PNG): Buffer; read(bytes: Buffer): PNG }
  }
}
