import ArgumentParser
import Foundation
import Incidents
import Response

struct Respond: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Responds to a finding, here and now.",
        discussion: """
            Decides by the account's policy, plans from fresh reads, carries the plan out if the policy says so, checks it,
            and prints what was done as JSON (a file of several findings: one line each). The same finding again is the
            same incident: a response that was cut off is finished, one that stands is left alone.

            EXAMPLES
              cordon respond --finding-file finding.json
              cordon respond --finding-file finding.json --dry-run --output text
              aws guardduty get-findings … | cordon respond --finding-file -
              cordon respond --finding-id 8ab1…e4 --action rollback
            """
    )

    @OptionGroup var common: CommonOptions

    @Option(
        help: ArgumentHelp(
            "A finding, or several, in any form in which GuardDuty's findings arrive; - reads standard input.",
            valueName: "file"
        ),
        completion: .file()
    )
    var findingFile: String?

    @Option(help: ArgumentHelp("A finding that the log holds already.", valueName: "id"))
    var findingID: String?

    @Option(help: ArgumentHelp("What to do about it: respond or rollback.", valueName: "action"))
    var action: ResponseAction = .respond

    @Flag(help: "Show the plan; change nothing and record nothing.")
    var dryRun = false

    @Flag(help: "With --dry-run: plan from the finding alone, without asking AWS.")
    var offline = false

    @Flag(help: "Act on sample findings too.")
    var includeSamples = false

    @Flag(help: "Act on archived findings too.")
    var includeArchived = false

    @Flag(help: "Respond anew to a finding that was responded to, or whose response was rolled back.")
    var again = false

    @Flag(help: "With --action rollback: set back even what somebody else changed since.")
    var force = false

    enum ResponseAction: String, ExpressibleByArgument, CaseIterable { case respond, rollback }

    func validate() throws {
        guard (findingFile == nil) != (findingID == nil) else {
            throw ValidationError("Give either --finding-file FILE or --finding-id ID.")
        }
        if offline, !dryRun {
            throw ValidationError("--offline goes with --dry-run: an unverified plan is never carried out.")
        }
        if force, action != .rollback { throw ValidationError("--force goes with --action rollback.") }
    }

    func run() async throws {
        let log = try common.incidentLog(creating: !dryRun)
        let policies = try common.policySet()
        let responder = try common.responder(log, policies)
        if action == .rollback {
            var references: [String] = []
            if let findingID {
                references = [findingID]
            } else {
                for result in try await findings(log) { references.append(try result.get().id) }
            }
            return try await Rollback.run(
                references,
                responder,
                .init(dryRun: dryRun, force: force),
                common.output ?? .json
            )
        }
        let options = RespondOptions(
            dryRun: dryRun,
            offline: offline,
            includeSamples: includeSamples,
            includeArchived: includeArchived,
            again: again
        )
        let results = try await findings(log)
        var status = ExitStatus.done
        var wrong = 0
        for result in results {
            switch result {
            case .failure(let error):
                wrong += 1
                if wrong <= Self.errorsShown { Console.error("error: \(error)") }
                status = max(status, .badUsage)
            case .success(let finding):
                do {
                    let report = try await responder.respond(to: finding, options)
                    try output(report, alone: results.count == 1)
                    status = max(status, ExitStatus(report.outcome))
                } catch let failure as Failure {
                    throw failure
                } catch {
                    Console.error("error: finding \(finding.id): \(error)")
                    status = max(status, error is Refusal ? .refused : .failed)
                }
            }
        }
        if wrong > Self.errorsShown { Console.error("error: and \(wrong - Self.errorsShown) more like these") }
        if status != .done { throw Failure(status) }
    }

    private static let errorsShown = 20

    private func findings(_ log: any IncidentLog) async throws -> [Result<Finding, FindingInputError>] {
        if let findingID {
            guard let incident = try await log.incidents(referring: findingID).first,
                let recorded = try await Incident(id: incident, events: log.events(of: incident)).finding
            else { throw Failure(.badUsage, "the log holds no finding \(findingID); see: cordon incidents list") }
            return FindingDecoder().decodeAll(recorded.finding.data, source: "finding \(findingID)")
        }
        let file = findingFile ?? "-"
        guard let handle = file == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: file),
            let data = try? handle.readToEnd() ?? Data()
        else {
            throw Failure(.badUsage, "\(file) cannot be read: \(String(cString: strerror(errno)))")
        }
        return FindingDecoder().decodeAll(data, source: file == "-" ? "standard input" : file)
    }

    private func output(_ report: ResponseReport, alone: Bool) throws {
        switch common.output ?? .json {
        case .json: try Console.output(alone ? report.json.pretty : report.json.canonical)
        case .text: try Console.output(ReportText.respond(report))
        }
    }
}

extension ExitStatus {
    init(_ outcome: ResponseReport.Outcome) {
        self =
            switch outcome {
            case .done: .done
            case .failed: .failed
            case .waiting: .waiting
            case .refused: .refused
            }
    }
}
