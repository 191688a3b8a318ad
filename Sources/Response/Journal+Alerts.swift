internal import Incidents

extension Journal {
    /// Sends a step's alert, unless the log says that it was sent; nil when all is well, otherwise why not.
    mutating func sendAlert(of step: PlannedStep, in run: Int, by sender: any AlertSender) async throws -> String? {
        guard let alert = step.alert,
            !incident.alerts.contains(where: { $0.run == run && $0.step == step.id && $0.success })
        else { return nil }
        var failure: String?
        do {
            try await sender.send(alert, id: "\(incident.id)-\(run)-\(step.id)", about: incident)
        } catch {
            failure = "\(step.id): \(error)"
        }
        try await append(
            .alertSent(
                .init(run: run, step: step.id, receiver: alert.receiver, success: failure == nil, error: failure)
            )
        )
        return failure
    }
}
