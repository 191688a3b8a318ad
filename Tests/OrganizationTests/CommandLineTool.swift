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
    static func run(_ arguments: [String], input: String = "") throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "cordon-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let text = folder.appending(path: "input")
        try Data(input.utf8).write(to: text)
        let process = Process()
        process.executableURL = binary
        process.arguments = arguments
        process.environment = ["HOME": folder.path, "PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""]
        process.currentDirectoryURL = folder
        process.standardInput = try FileHandle(forReadingFrom: text)
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        return try run(process, output, errors)
    }

    /// Runs a process to its end. Both pipes are read meanwhile: one that fills up would stop it.
    static func run(_ process: Process, _ output: Pipe, _ errors: Pipe) throws -> Result {
        let collected = Mutex(Data())
        let done = DispatchSemaphore(value: 0)
        try process.run()
        DispatchQueue.global().async {
            let data = errors.fileHandleForReading.readDataToEndOfFile()
            collected.withLock { $0 = data }
            done.signal()
        }
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
