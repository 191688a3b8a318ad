import Foundation
import Incidents

/// An event as one line.
enum EventText {
    /// What the event says, without its time and author.
    static func line(_ body: EventBody, _ names: (String) -> String = { $0 }) -> String {
        switch body {
        case .findingReceived(let body):
            "finding \(body.type), severity \(body.severity), level \(body.level.rawValue), count \(body.count)"
                + (body.sample ? ", sample" : "") + (body.archived ? ", archived" : "")
        case .planned(let body):
            "plan \(body.plan.run): playbook \(body.plan.playbook), \(body.plan.changes.count) changes"
                + (body.plan.verified ? "" : ", unverified") + " (sha256 \(body.hash.prefix(12)))"
        case .gated(let body): "\(body.verdict.rawValue): \(body.reasons.last ?? "")"
        case .changeIntended(let body):
            "\(body.direction == .apply ? "making" : "undoing") \(names(body.change))"
                + (body.force ? " by force" : "")
        case .changeDone(let body):
            "\(body.direction == .apply ? "" : "undo ")\(body.outcome.rawValue): \(names(body.change))"
                + (body.outputs.isEmpty
                    ? ""
                    : " "
                        + body.outputs.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " "))
                + (body.error.map { ": \($0)" } ?? "")
        case .stepFinished(let body):
            "step \(body.step) \(body.success ? "done" : "failed")" + (body.error.map { ": \($0)" } ?? "")
        case .alertSent(let body):
            "alert to \(body.receiver) \(body.success ? "sent" : "failed")" + (body.error.map { ": \($0)" } ?? "")
        case .runFinished(let body): "run \(body.run) finished, \(body.success ? "all done" : "not all done")"
        case .rollbackStarted(let body):
            "rollback of \(body.changes.count) changes: \(body.reason)" + (body.force ? ", by force" : "")
        case .rollbackFinished(let body): "rollback finished, \(body.success ? "all undone" : "not all undone")"
        case .unknown(let type, _): "\(type) (written by another version)"
        }
    }

    /// A line of progress for the events that tell somebody watching where things stand.
    static func progress(_ event: Event) -> String? {
        switch event.body {
        case .changeIntended, .unknown: nil
        default: "\(event.incident) \(line(event.body))"
        }
    }
}
