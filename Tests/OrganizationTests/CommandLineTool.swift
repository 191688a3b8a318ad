import Foundation
import Incidents
import Synchronization

/// The command line, built beside the tests, and processes in general.
enum CommandLineTool {
    struct Result: Sendable {
        var status: Int32
        var output: String
        var errors: String
        /// Standard output as JSON; null when it is none.
        var json: JSONValue { (try? JSONValue(parsing: Data(output.utf8))) ?? .null }
    }

    static let binary: URL = {
        if let path = ProcessInfo.processInfo.environment["CORDON_BINARY"] { return URL(filePath: path) }
        return URL(filePath: CommandLine.arguments.first { $0.contains(".xctest") } ?? "")
            .deletingLastPathComponent().appending(path: "cordon")
    }()

    /// Runs the command line in a folder of its own, without AWS, policies or a store.
    static func run(_ arguments: [String], input: String = "") async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "cordon-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let text = folder.appending(path: "input")
        try Data(input.utf8).write(to: text)
        return try await run(
            binary,
            arguments,
            environment: ["HOME": folder.path, "PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""],
            folder: folder,
            input: text
        )
    }

    /// Runs a program to its end.
    static func run(
        _ program: URL,
        _ arguments: [String],
        environment: [String: String]? = nil,
        folder: URL? = nil,
        input: URL? = nil
    ) async throws -> Result {
        try await onThread {
            let process = Process()
            process.executableURL = program
            process.arguments = arguments
            if let environment { process.environment = environment }
            process.currentDirectoryURL = folder
            if let input { process.standardInput = try FileHandle(forReadingFrom: input) }
            let (output, errors) = (Pipe(), Pipe())
            process.standardOutput = output
            process.standardError = errors
            try process.run()
            // Both pipes are read while the process runs: one that fills up would stop it.
            let collected = Mutex(Data())
            let done = DispatchSemaphore(value: 0)
            Thread {
                let data = errors.fileHandleForReading.readDataToEndOfFile()
                collected.withLock { $0 = data }
                done.signal()
            }.start()
            let data = output.fileHandleForReading.readDataToEndOfFile()
            done.wait()
            process.waitUntilExit()
            return Result(
                status: process.terminationStatus,
                output: String(decoding: data, as: UTF8.self),
                errors: String(decoding: collected.withLock { $0 }, as: UTF8.self)
            )
        }
    }

    /// Runs what blocks on a thread of its own: the few threads that tests share must never wait.
    static func onThread<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            Thread { continuation.resume(with: Swift.Result { try body() }) }.start()
        }
    }
}
