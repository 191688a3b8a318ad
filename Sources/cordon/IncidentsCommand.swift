import ArgumentParser
import Incidents
import Store

struct IncidentsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "incidents",
        abstract: "Shows incidents and their logs.",
        subcommands: [List.self, Show.self],
        defaultSubcommand: List.self
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists incidents, the latest first.",
            discussion: """
                EXAMPLES
                  cordon incidents list
                  cordon incidents list --limit 10 --output json
                """
        )

        @OptionGroup var common: CommonOptions

        @Option(help: "How many, at the most.")
        var limit = 50

        func validate() throws {
            if limit < 1 { throw ValidationError("--limit takes a number from 1 on.") }
        }

        func run() async throws {
            let log = try common.incidentLog(creating: false)
            var incidents: [Incident] = []
            for id in try await log.incidents(limit: limit) {
                incidents.append(Incident(id: id, events: try await log.events(of: id)))
            }
            switch common.output ?? .text {
            case .json: try Console.output(JSONValue.array(incidents.map(\.json)).pretty)
            case .text: try Console.output(ReportText.list(incidents))
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints an incident's timeline and says whether its log is intact.",
            discussion: """
                EXAMPLES
                  cordon incidents show inc-0123456789abcdef
                  cordon incidents show i-0123456789abcdef0 --output json
                """
        )

        @OptionGroup var common: CommonOptions

        @Argument(help: "An incident, or a finding, instance, access key, user or bucket that it refers to.")
        var id: String

        func run() async throws {
            let log = try common.incidentLog(creating: false)
            let ids = try await log.incidents(referring: id)
            guard !ids.isEmpty else {
                throw Failure(.failed, "no incident refers to \(id); see: cordon incidents list")
            }
            var intact = true
            var documents: [JSONValue] = []
            for id in ids {
                let events = try await log.events(of: id)
                let verdict = try await log.verify(id)
                intact = intact && verdict.isIntact
                switch common.output ?? .text {
                case .json: documents.append(try ReportText.json(Incident(id: id, events: events), events, verdict))
                case .text: try Console.output(ReportText.show(Incident(id: id, events: events), events, verdict))
                }
            }
            if common.output == .json {
                try Console.output((documents.count == 1 ? documents[0] : .array(documents)).pretty)
            }
            if !intact { throw Failure(.failed) }
        }
    }
}
