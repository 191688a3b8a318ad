import AWS
import Foundation
import Incidents
import Policies
import Response
import Store
import Transport

/// Times containments in one process against the canned AWS: from the finding to the last interface isolated.
///
///     ContainmentBenchmark http://127.0.0.1:PORT cold|warm REPEAT
///
/// Prints JSON, milliseconds. Cold: nothing is known, not even a connection. Warm: the incident's role sessions are open
/// and the VPC's groups exist; the store is open in both.
@main
enum Containment {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 4, let repeats = Int(arguments[3]) else {
            FileHandle.standardError.write(Data("usage: ContainmentBenchmark ENDPOINT cold|warm REPEAT\n".utf8))
            exit(2)
        }
        let endpoint = arguments[1]
        let warm = arguments[2] == "warm"
        let folder = FileManager.default.temporaryDirectory.appending(path: "cordon-benchmark-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let log = try SQLiteIncidentLog(path: folder.appending(path: "incidents.db").path)
        let policies = try PolicySet.parse(
            policies: [SourceText(name: "policies", text: Self.policies)],
            accounts: [SourceText(name: "accounts", text: Self.accounts)],
            references: References(environment: [:])
        )

        var isolated: [Double] = []
        var done: [Double] = []
        var cpu: [Double] = []
        var world = try World(endpoint, policies, log)
        if warm { _ = try await world.contain(-1) }
        for index in 0..<repeats {
            if !warm {
                try await world.reset()
                world = try World(endpoint, policies, log)
            }
            if warm { try await world.openSessions(index) }
            let (start, before) = (Date().timeIntervalSince1970, processorTime())
            let report = try await world.contain(index)
            done.append((Date().timeIntervalSince1970 - start) * 1000)
            cpu.append((processorTime() - before) * 1000)
            guard report.success else { fatalError(report.json.pretty) }
            isolated.append((try await world.lastInterfaceChange() - start) * 1000)
        }
        let result: JSONValue = [
            "isolated_ms": summary(isolated), "done_ms": summary(done), "cpu_ms": summary(cpu),
            "repeats": .int(Int64(repeats)),
        ]
        print(result.canonical)
    }

    private static func summary(_ values: [Double]) -> JSONValue {
        let sorted = values.sorted()
        return [
            "min": .double(sorted[0]), "median": .double(sorted[sorted.count / 2]),
            "max": .double(sorted[sorted.count - 1]),
        ]
    }

    /// The process's CPU time, user and system, in seconds.
    private static func processorTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static let policies = """
        kind: account-policy
        name: all
        match: {}
        mode: enforce
        ---
        kind: playbook
        name: contain
        match: {resource_type: Instance}
        steps:
          - {id: isolate, action: isolate_ec2}
          - {id: forensics, action: trigger_forensics}
        """

    private static let accounts = """
        accounts:
          - {account_id: "444444444444", name: prod, role: "arn:aws:iam::444444444444:role/CordonResponder", external_id: "benchmark", regions: [us-east-1]}
        """
}

/// A responder and what it is wired to.
struct World {
    private let endpoint: String
    private let transport: CurlTransport
    private let access: RoleAccess
    private let policies: PolicySet
    private let responder: Responder
    /// Told apart from the findings of every other world in the same store.
    private let series = UUID().uuidString

    init(_ endpoint: String, _ policies: PolicySet, _ log: any IncidentLog) throws {
        self.endpoint = endpoint
        self.policies = policies
        transport = try CurlTransport(.init())
        let client = AWSClient(transport: transport, endpoints: try Endpoints(url: endpoint))
        access = RoleAccess(
            client: client,
            base: StaticCredentials(Credentials(accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "benchmark")),
            now: { Date() },
            pause: { try await Task.sleep(for: $0) }
        )
        responder = Responder(
            log: log,
            policies: policies,
            access: access,
            alerts: Nobody(),
            surroundings: Surroundings(
                actor: "benchmark",
                now: { Date() }
            )
        )
    }

    func contain(_ index: Int) async throws -> ResponseReport {
        try await responder.respond(to: finding(index), RespondOptions())
    }

    /// Opens the incident's two role sessions ahead, as they are when a step of the same incident follows another.
    func openSessions(_ index: Int) async throws {
        let finding = finding(index)
        let decision = policies.decision(for: finding)
        let steps = decision.playbook!.steps
        let reads = Planner.reads(steps, finding)
        let operations = try Planner.writes(steps, finding, .aws)
        async let read = access.read(decision.account!, in: finding.region, for: finding.incident, reads).prepared()
        async let write = access.write(decision.account!, in: finding.region, for: finding.incident, operations).read
            .prepared()
        _ = try await (read, write)
    }

    func reset() async throws {
        _ = try await transport.send(
            HTTPRequest(method: "POST", url: "\(endpoint)/__reset", headers: [("content-length", "0")], body: Data())
        )
    }

    /// When the last interface was switched, as the canned AWS saw it, in seconds since 1970.
    func lastInterfaceChange() async throws -> Double {
        let answer = try await transport.send(
            HTTPRequest(method: "GET", url: "\(endpoint)/__stats", headers: [], body: Data())
        )
        return try JSONValue(parsing: answer.body)["last_interface_change"]?.double ?? .nan
    }

    private func finding(_ index: Int) -> Finding {
        let digits = String(index + 16, radix: 16)
        let id = "i-0" + String(repeating: "0", count: 16 - digits.count) + digits
        let vpc = "vpc-0c0ffee0c0ffee000"
        return Finding(
            id: "\(series)-\(index)",
            accountID: AccountID(rawValue: "444444444444")!,
            region: Region(rawValue: "us-east-1")!,
            partition: "aws",
            type: "Backdoor:EC2/C&CActivity.B",
            severity: 8,
            resource: FindingResource(type: "Instance", instance: .init(id: id, vpcIDs: [vpc]))
        )
    }

    private struct Nobody: AlertSender {
        func send(_ alert: Alert, id: String, about incident: Incident) async throws {}
    }
}
