import AWS
import ArgumentParser
import Foundation
import Incidents
import Notifier
import Policies
import Response
import Store
import Transport

/// The options of every command.
struct CommonOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Folder or file of policies; may be repeated. Default: policies, or CORDON_POLICIES.",
            valueName: "path"
        ),
        completion: .directory
    )
    var policies: [String] = []

    @Option(
        help: ArgumentHelp(
            "Folder or file of accounts; may be repeated. Default: accounts, or CORDON_ACCOUNTS.",
            valueName: "path"
        ),
        completion: .directory
    )
    var accounts: [String] = []

    @Option(
        help: ArgumentHelp(
            "Where incidents are kept. Default: sqlite:.cordon/incidents.db, or CORDON_STORE.",
            valueName: "sqlite:PATH"
        )
    )
    var store: String?

    @Option(help: "How results are printed.")
    var output: OutputFormat?

    private static let environment = ProcessInfo.processInfo.environment

    /// The policies and accounts in force. Throws `Failure` with every problem found.
    func policySet() throws -> PolicySet {
        func paths(_ flags: [String], _ variable: String) -> [String]? {
            if !flags.isEmpty { return flags }
            return Self.environment[variable].flatMap { $0.isEmpty ? nil : [$0] }
        }
        do {
            return try PolicySet.load(
                policies: paths(policies, "CORDON_POLICIES"),
                accounts: paths(accounts, "CORDON_ACCOUNTS"),
                references: References(environment: Self.environment)
            )
        } catch {
            throw Failure.diagnostics(error.description)
        }
    }

    /// The incident log. A command that only looks does not make one: without a store it sees an empty log.
    ///
    /// - Throws: `Failure` when it cannot be opened.
    func incidentLog(creating: Bool) throws -> SQLiteIncidentLog {
        let place = store ?? Self.environment["CORDON_STORE"] ?? "sqlite:.cordon/incidents.db"
        guard place.hasPrefix("sqlite:"), place.count > 7 else {
            throw Failure(.badUsage, "--store takes sqlite:PATH, not \(place)")
        }
        let path = String(place.dropFirst(7))
        do {
            return try creating || FileManager.default.fileExists(atPath: path)
                ? SQLiteIncidentLog(path: path) : .inMemory()
        } catch {
            throw Failure(.failed, String(describing: error))
        }
    }

    /// The responder, wired to AWS, to the webhooks and to the log.
    func responder(_ log: any IncidentLog, _ policies: PolicySet) throws -> Responder {
        let environment = Self.environment
        let now: @Sendable () -> Date = { Date() }
        let client: AWSClient
        do {
            client = AWSClient(
                transport: try CurlTransport(.init(caFile: environment["AWS_CA_BUNDLE"])),
                endpoints: try Endpoints(
                    environment: environment,
                    profile: try SharedConfig(environment: environment).settings
                )
            )
        } catch {
            throw Failure(.badUsage, String(describing: error))
        }
        let pause: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
        let senders = WebhookSender.Transports(
            guarded: try CurlTransport(.init(addressFilter: PublicAddress.allows)),
            open: try CurlTransport(.init())
        )
        return Responder(
            log: log,
            policies: policies,
            access: RoleAccess(
                client: client,
                base: CachedCredentials(DefaultCredentials(client: client, environment: environment), now: now),
                now: now,
                pause: pause
            ),
            alerts: WebhookSender(
                notifications: policies.notifications,
                transports: senders,
                now: now,
                pause: pause
            ),
            surroundings: Surroundings(
                actor: "cli:\(NSUserName())",
                now: now,
                observer: { if let line = EventText.progress($0) { Console.progress(line) } }
            )
        )
    }
}

enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json
}
