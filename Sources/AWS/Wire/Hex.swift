internal import Crypto
internal import Foundation

extension Sequence<UInt8> {
    /// Lower-case hexadecimal.
    var hex: String {
        let digits = Array("0123456789abcdef".utf8)
        var out: [UInt8] = []
        out.reserveCapacity(underestimatedCount * 2)
        for byte in self {
            out.append(digits[Int(byte >> 4)])
            out.append(digits[Int(byte & 15)])
        }
        return String(decoding: out, as: UTF8.self)
    }
}

extension String {
    /// SHA-256 of the UTF-8 bytes, in lower-case hexadecimal.
    var sha256: String { SHA256.hash(data: Data(utf8)).hex }
}
