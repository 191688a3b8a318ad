/// Delivers alerts.
package protocol AlertSender: Sendable {
    /// Sends `alert` about `incident` under `id`, which stays the same when it is sent again, so that a receiver can
    /// tell. Throws when it was not delivered, with the reason.
    func send(_ alert: Alert, id: String, about incident: Incident) async throws
}
