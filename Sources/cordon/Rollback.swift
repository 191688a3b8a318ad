import ArgumentParser
import Incidents
import Response

struct Rollback: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Puts back what Cordon changed.",
        discussion: """
            Undoes, newest first, every change that Cordon made for an incident, or for all incidents that refer to a
            finding, an instance, an access key, a user or a bucket. What somebody else changed since is reported and
            left alone. Snapshots are evidence and stay. An undo that was cut off is finished by the same command.

            EXAMPLES
              cordon rollback inc-0123456789abcdef --dry-run
              cordon rollback i-0123456789abcdef0
              cordon rollback AKIAIOSFODNN7EXAMPLE
            """
    )

    @OptionGroup var common: CommonOptions

    @Argument(help: "An incident, a finding, an instance, an access key, a user or a bucket.")
    var id: String

    @Flag(help: "Show what would be undone; change nothing.")
    var dryRun = false

    @Flag(help: "Set back even what somebody else changed since.")
    var force = false

    func run() async throws {
        let log = try common.incidentLog(creating: !dryRun)
        let responder = try common.responder(log, try common.policySet())
        try await Self.run([id], responder, .init(dryRun: dryRun, force: force), common.output ?? .text)
    }

    static func run(
        _ references: [String],
        _ responder: Responder,
        _ options: RollbackOptions,
        _ output: OutputFormat
    ) async throws {
        var status = ExitStatus.done
        for reference in references {
            do {
                let reports = try await responder.rollback(reference, options)
                switch output {
                case .json:
                    try Console.output(
                        reports.count == 1 ? reports[0].json.pretty : JSONValue.array(reports.map(\.json)).pretty
                    )
                case .text: try Console.output(reports.map(ReportText.rollback).joined(separator: "\n\n"))
                }
                if !reports.allSatisfy(\.success) { status = max(status, .failed) }
            } catch let failure as Failure {
                throw failure
            } catch {
                Console.error("error: \(error)")
                status = max(status, error is Refusal ? .refused : .failed)
            }
        }
        if status != .done { throw Failure(status) }
    }
}
