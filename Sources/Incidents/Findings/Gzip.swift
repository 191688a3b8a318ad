internal import CZlib
internal import Foundation

/// The gzip format (RFC 1952), read by zlib.
enum Gzip {
    /// Whether the bytes begin as gzip does; no JSON text begins so.
    static func isGzip(_ data: Data) -> Bool { data.starts(with: [0x1F, 0x8B]) }

    /// What went wrong.
    struct Failure: Error {
        let message: String
    }

    /// The expanded bytes, of all members when several were concatenated.
    ///
    /// Stops with an error at `limit` bytes: a megabyte of gzip can hold a gigabyte of zeros.
    static func expand(_ data: Data, limit: Int) throws(Failure) -> [UInt8] {
        var input = [UInt8](data)
        var output: [UInt8] = []
        let failure = input.withUnsafeMutableBufferPointer { input in expand(input, limit: limit, into: &output) }
        if let failure { throw failure }
        return output
    }

    private static func expand(
        _ input: UnsafeMutableBufferPointer<UInt8>,
        limit: Int,
        into output: inout [UInt8]
    ) -> Failure? {
        var stream = z_stream()
        stream.next_in = input.baseAddress
        // 15: the largest window; 16: expect the gzip header.
        guard
            inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK,
            let whole = UInt32(exactly: input.count)
        else { return Failure(message: "too much gzip data, or no memory to expand it") }
        stream.avail_in = whole
        defer { inflateEnd(&stream) }

        var chunk = [UInt8](repeating: 0, count: 256 * 1024)
        while true {
            let (status, count) = chunk.withUnsafeMutableBufferPointer { chunk in
                stream.next_out = chunk.baseAddress
                stream.avail_out = UInt32(chunk.count)
                let status = inflate(&stream, Z_NO_FLUSH)
                return (status, chunk.count - Int(stream.avail_out))
            }
            output.append(contentsOf: chunk[..<count])
            guard output.count <= limit else {
                return Failure(message: "expands to more than \(limit >> 20) MiB of text; split it")
            }
            switch status {
            case Z_OK:
                continue
            case Z_STREAM_END where stream.avail_in == 0:
                return nil
            case Z_STREAM_END where stream.next_in?.pointee == 0x1F:
                inflateReset(&stream)
            case Z_STREAM_END:
                // Padding after the last member, as tapes and some uploaders leave it.
                return nil
            case Z_BUF_ERROR:
                return Failure(message: "the gzip data ends too early; is the file truncated?")
            default:
                return Failure(message: "the gzip data is damaged")
            }
        }
    }
}
