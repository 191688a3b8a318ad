import Foundation
import Incidents

/// An emulated organization of one test's own, with a proxy in front of it that counts calls and makes them fail, and
/// Cordon's command line pointed at the proxy. What it did is read with boto3, past the proxy.
final class Organization: Sendable {
    let folder: URL
    let manifest: JSONValue
    private let proxy: String
    private let processes: [Process]
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let emulator = root.appending(path: "Tests/Emulator")

    /// Starts it, with one mode for every account.
    init(mode: Mode) async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "cordon-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let manifestFile = folder.appending(path: "manifest.json").path
        let (emulator, endpoint) = try await Self.start(
            ["emulator.py", "--port", "0", "--manifest", manifestFile, "--seed-organization", "demo"]
        )
        let (proxy, front) = try await Self.start(["proxy.py", "--upstream", endpoint, "--port", "0"])
        processes = [emulator, proxy]
        self.proxy = front
        manifest = try JSONValue(parsing: Data(contentsOf: URL(filePath: manifestFile)))
        let policy = """
            kind: account-policy
            name: everywhere
            match: {}
            mode: \(mode.rawValue)
            break_glass: ["arn:aws:iam::*:role/BreakGlass"]
            """
        try policy.write(to: folder.appending(path: "policy.yaml"), atomically: true, encoding: .utf8)
        try await Self.python([
            "findings.py", "--manifest", manifestFile, "--out", folder.appending(path: "findings").path,
        ])
    }

    /// Ends it; nothing stays. The servers end at once on SIGTERM and are not waited for.
    func close() {
        for process in processes { process.terminate() }
        try? FileManager.default.removeItem(at: folder)
    }

    // MARK: - Cordon

    typealias Result = CommandLineTool.Result

    /// The environment that the command line runs in.
    var environment: [String: String] {
        let controller = manifest["controller"]
        return [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "", "HOME": folder.path,
            "AWS_ENDPOINT_URL": proxy, "AWS_ACCESS_KEY_ID": controller?["access_key_id"]?.string ?? "",
            "AWS_SECRET_ACCESS_KEY": controller?["secret_access_key"]?.string ?? "",
            "CORDON_EXTERNAL_ID": manifest["responder"]?["external_id"]?.string ?? "",
        ]
    }

    var store: String { folder.appending(path: "incidents.db").path }

    /// What every command gets: the policies, the accounts and the store of this organization.
    private var options: [String] {
        let root = Self.root
        return [
            "--policies", root.appending(path: "policies/playbooks").path, "--policies",
            root.appending(path: "policies/response-matrix.yaml").path, "--policies",
            root.appending(path: "policies/notifications.yaml").path, "--policies",
            folder.appending(path: "policy.yaml").path, "--accounts", root.appending(path: "accounts").path, "--store",
            "sqlite:\(store)",
        ]
    }

    /// Whether the emulator's Python packages are there; `make setup` installs them.
    static let isAvailable = FileManager.default.fileExists(atPath: interpreter.path)

    /// Runs the command line to its end, in a list.
    func run(_ arguments: [String], input: URL? = nil) async throws -> Result {
        try await CommandLineTool.run(
            CommandLineTool.binary,
            arguments + options,
            environment: environment,
            folder: folder,
            input: input
        )
    }

    /// Runs the command line to its end.
    @discardableResult
    func run(_ arguments: String..., environment changes: [String: String?] = [:]) async throws -> Result {
        var environment = environment
        for (name, value) in changes { environment[name] = value }
        return try await CommandLineTool.run(
            CommandLineTool.binary,
            arguments + options,
            environment: environment,
            folder: folder
        )
    }

    func respond(_ file: String, _ options: String...) async throws -> Result {
        try await CommandLineTool.run(
            CommandLineTool.binary,
            ["respond", "--finding-file", finding(file)] + options + self.options,
            environment: environment,
            folder: folder
        )
    }

    /// Starts the command line, kills it with SIGKILL after `delay`, and says whether it was still running.
    func kill(_ arguments: [String], after delay: Duration) async throws -> Bool {
        let (environment, options, folder) = (environment, options, folder)
        return try await CommandLineTool.onThread {
            let process = Process()
            process.executableURL = CommandLineTool.binary
            process.arguments = arguments + options
            process.environment = environment
            process.currentDirectoryURL = folder
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            let (seconds, attoseconds) = delay.components
            usleep(UInt32(seconds * 1_000_000 + attoseconds / 1_000_000_000_000))
            let running = process.isRunning
            if running { Foundation.kill(process.processIdentifier, SIGKILL) }
            process.waitUntilExit()
            return running
        }
    }

    // MARK: - Findings

    /// A finding's file, by its path or the beginning of its name.
    func finding(_ prefix: String) -> String {
        if prefix.hasPrefix("/") { return prefix }
        let findings = folder.appending(path: "findings")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: findings.path)) ?? []
        return findings.appending(path: names.sorted().first { $0.hasPrefix(prefix) } ?? prefix).path
    }

    /// What `index.json` says of all findings.
    var index: [JSONValue] {
        get throws {
            try JSONValue(parsing: Data(contentsOf: folder.appending(path: "findings/index.json"))).array ?? []
        }
    }

    // MARK: - AWS, past the proxy

    /// The organization's whole state, read with boto3.
    func state() async throws -> String {
        let file = folder.appending(path: "state-\(UUID().uuidString).json").path
        try await Self.python([
            "snapshot_state.py", "--manifest", folder.appending(path: "manifest.json").path, "--out", file,
        ])
        return file
    }

    /// What differs between two states, a line each.
    func difference(_ before: String, _ after: String, ignoring: [String] = []) async throws -> [String] {
        let output = try await Self.python(
            ["snapshot_state.py", "--diff", before, after] + ignoring.flatMap { ["--ignore", $0] },
            mayFail: true
        )
        return output.split(separator: "\n").map(String.init)
    }

    /// Runs Python with `client(service, account, region)` giving boto3 clients of the account's own, past the proxy.
    @discardableResult
    func boto3(_ code: String) async throws -> String {
        let prelude = """
            import boto3, json
            manifest = json.load(open("\(folder.path)/manifest.json"))
            def client(service, account, region="us-east-1", key="none", secret="none", token=None):
                made = boto3.client(service, endpoint_url=manifest["endpoint"], region_name=region,
                    aws_access_key_id=key, aws_secret_access_key=secret, aws_session_token=token)
                if key == "none":
                    made.meta.events.register("before-sign", lambda request, **_: request.headers.add_header("x-moto-account-id", account))
                return made

            """
        return try await Self.python(["-c", prelude + code])
    }

    // MARK: - The proxy

    /// The write calls that reached the proxy since the last reset, as `service:action`.
    func writes() async throws -> [String] {
        let log = try await Self.python([
            "-c", "import urllib.request as u; print(u.urlopen('\(proxy)/_log').read().decode())",
        ])
        let counts = try JSONValue(parsing: Data(log.utf8))["counts"]?.array ?? []
        return counts.filter { $0["write"]?.bool == true }.flatMap { row in
            Array(
                repeating: "\(row["service"]?.string ?? ""):\(row["action"]?.string ?? "")",
                count: row["count"]?.int ?? 0
            )
        }.sorted()
    }

    func resetProxy() async throws {
        try await Self.python([
            "-c", "import urllib.request as u; u.urlopen(u.Request('\(proxy)/_reset', method='POST'))",
        ])
    }

    func faults(_ faults: JSONValue) async throws {
        try await Self.python([
            "-c",
            "import urllib.request as u; u.urlopen(u.Request('\(proxy)/_faults', method='PUT', data=b'''\(faults.canonical)'''))",
        ])
    }

    // MARK: - Processes

    static let interpreter = root.appending(path: ".venv/bin/python")

    /// A script of the emulator's by its name, or whatever Python takes.
    private static func arguments(_ arguments: [String]) -> [String] {
        arguments.first?.hasSuffix(".py") == true
            ? [emulator.appending(path: arguments[0]).path] + arguments.dropFirst() : arguments
    }

    private static func start(_ script: [String]) async throws -> (Process, String) {
        let arguments = arguments(script)
        return try await CommandLineTool.onThread {
            let process = Process()
            process.executableURL = interpreter
            process.arguments = arguments
            let output = Pipe()
            process.standardOutput = output
            try process.run()
            var line = Data()
            while let byte = try output.fileHandleForReading.read(upToCount: 1), byte != Data("\n".utf8) {
                line += byte
            }
            let words = String(decoding: line, as: UTF8.self).split(separator: " ")
            guard words.count == 2, words[0] == "ready" else { throw Trouble("\(script[0]) did not start") }
            return (process, String(words[1]))
        }
    }

    @discardableResult
    private static func python(_ script: [String], mayFail: Bool = false) async throws -> String {
        let result = try await CommandLineTool.run(interpreter, arguments(script))
        guard mayFail || result.status == 0 else { throw Trouble(result.errors) }
        return result.output
    }

    struct Trouble: Error, CustomStringConvertible {
        var description: String
        init(_ description: String) { self.description = description }
    }
}

/// Runs a test's body in an organization of its own.
func withOrganization(mode: Mode = .enforce, _ body: (Organization) async throws -> Void) async throws {
    let organization = try await Organization(mode: mode)
    defer { organization.close() }
    try await body(organization)
}
