import Foundation
import Testing

@testable import Transport

/// TLS with the `openssl` command as the server, where it is installed (libcurl's certificates depend on it).
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl"))) final class TLSTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "cordon-tls-\(UUID().uuidString)")
    private let server = Process()
    private var url = ""

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "key.pem"]
        let certificate = ["-x509", "-out", "cert.pem", "-days", "1", "-subj", "/CN=localhost"]
        let names = ["-addext", "subjectAltName=DNS:localhost"]
        let request = openssl(Process(), ["req"] + key + certificate + names)
        try request.run()
        request.waitUntilExit()
        let output = Pipe()
        // Port 0: the server says which one it got, as `ACCEPT 127.0.0.1:54321`.
        _ = openssl(server, ["s_server", "-accept", "127.0.0.1:0", "-cert", "cert.pem", "-key", "key.pem", "-www"])
        server.standardOutput = output
        try server.run()
        var text = ""
        while !text.contains("\n") || !text.contains("ACCEPT") {
            let piece = output.fileHandleForReading.availableData
            guard !piece.isEmpty else { break }
            text += String(decoding: piece, as: UTF8.self)
        }
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("ACCEPT") })
        url = "https://localhost:\(try #require(line.split(separator: ":").last))/"
    }

    deinit {
        server.terminate()
        try? FileManager.default.removeItem(at: folder)
    }

    private func openssl(_ process: Process, _ arguments: [String]) -> Process {
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        return process
    }

    @Test func aCertificateThatNobodyTrustsIsRefused() async throws {
        let transport = try CurlTransport(.init(usesEnvironmentProxy: false))
        let error = await #expect(throws: TransportError.self) {
            try await transport.send(HTTPRequest(method: "POST", url: url))
        }
        #expect(error?.code == .tls)
        #expect(error?.requestMayHaveBeenSent == false)
    }

    @Test func theCAFileIsTrusted() async throws {
        let file = folder.appending(path: "cert.pem").path
        let transport = try CurlTransport(.init(caFile: file, usesEnvironmentProxy: false))
        #expect(try await transport.send(HTTPRequest(method: "GET", url: url)).status == 200)
    }

    @Test func aCertificateForAnotherHostIsRefused() async throws {
        let file = folder.appending(path: "cert.pem").path
        let transport = try CurlTransport(.init(caFile: file, usesEnvironmentProxy: false))
        let other = url.replacing("localhost", with: "127.0.0.1")
        let error = await #expect(throws: TransportError.self) {
            try await transport.send(HTTPRequest(method: "GET", url: other))
        }
        #expect(error?.code == .tls)
    }

    @Test func aMissingCAFileIsNamedAtOnce() throws {
        let error = #expect(throws: TransportError.self) { try CurlTransport(.init(caFile: "/no/such/file.pem")) }
        #expect(error?.description.contains("/no/such/file.pem") == true)
    }
}
