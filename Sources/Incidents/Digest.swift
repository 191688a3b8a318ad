internal import Crypto
package import Foundation

extension Data {
    /// SHA-256 in lower-case hexadecimal.
    package var sha256: String {
        SHA256.hash(data: self).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}

extension String {
    /// SHA-256 of the UTF-8 bytes, in lower-case hexadecimal.
    package var sha256: String { Data(utf8).sha256 }
}
