internal import Foundation

/// An answer while it comes in: takes libcurl's header lines and pieces of the body, and keeps both within limits.
struct PartialResponse {
    /// Why the rest of the answer is not wanted.
    struct TooLarge: Error {
        let message: String
    }

    /// More than any real answer has; what is above it is an attack or a mistake.
    static let maxHeaderBytes = 64 << 10

    private let maxBodyBytes: Int
    private var status = 0
    private var headers = HTTPHeaders()
    private var headerBytes = 0
    /// Whether the empty line after the answer's headers has come. Without it an answer is no answer, though to libcurl one
    /// that breaks off there is.
    private(set) var headersEnded = false
    private var body = Data()

    init(maxBodyBytes: Int) { self.maxBodyBytes = maxBodyBytes }

    /// Whether the first line of the answer proper, not an interim one, has come.
    var hasBegun: Bool { status >= 200 }

    /// Takes one line, with its line ending: a status line, a header, or the empty line after them.
    mutating func take(headerLine line: UnsafeRawBufferPointer) throws(TooLarge) {
        headerBytes += line.count
        guard headerBytes <= Self.maxHeaderBytes else {
            throw TooLarge(message: "the answer's headers are longer than \(Self.maxHeaderBytes) bytes")
        }
        // Headers after the body (trailers) are no part of what we answer.
        guard !headersEnded else { return }
        if line.starts(with: "HTTP/".utf8) {
            // An interim answer (1xx) may have come before; its headers are not the answer's.
            status = Self.status(line)
            headers = HTTPHeaders()
        } else if line.first == UInt8(ascii: " ") || line.first == UInt8(ascii: "\t") {
            headers.continueLast(with: Self.trimmed(line[...]))
        } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
            headers.append(name: Self.trimmed(line[..<colon]), value: Self.trimmed(line[(colon + 1)...]))
        } else if line.first == UInt8(ascii: "\r") || line.first == UInt8(ascii: "\n") {
            headersEnded = hasBegun
        }
    }

    mutating func take(bodyBytes bytes: UnsafeRawBufferPointer) throws(TooLarge) {
        if body.isEmpty {
            // A body that announces its length is refused at once, not after so many bytes.
            let announced = headers["content-length"].flatMap { Int($0) } ?? 0
            try allow(announced)
            body.reserveCapacity(max(announced, bytes.count))
        }
        try allow(body.count + bytes.count)
        body.append(contentsOf: bytes)
    }

    var response: HTTPResponse { HTTPResponse(status: status, headers: headers, body: body) }

    private func allow(_ count: Int) throws(TooLarge) {
        guard count <= maxBodyBytes else {
            throw TooLarge(message: "the answer's body is longer than the \(maxBodyBytes) bytes allowed")
        }
    }

    /// Of `HTTP/1.1 200 OK`, 200; 0 when there is no number.
    private static func status(_ line: UnsafeRawBufferPointer) -> Int {
        let words = line.split(separator: UInt8(ascii: " "), maxSplits: 2)
        return words.count > 1 ? Int(trimmed(words[1])) ?? 0 : 0
    }

    /// The text without the white space (line ending included) around it.
    private static func trimmed(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
        var bytes = bytes
        while let first = bytes.first, first <= 32 { bytes.removeFirst() }
        while let last = bytes.last, last <= 32 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
