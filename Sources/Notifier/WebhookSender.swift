internal import Crypto
package import Foundation
package import Incidents
package import Policies
package import Transport

/// Sends alerts to the webhooks of their receiver, after the Standard Webhooks specification
/// (<https://github.com/standard-webhooks/standard-webhooks>): a stable `webhook-id`, a time, and a signature when the
/// webhook has a secret.
package struct WebhookSender: AlertSender {
    private let notifications: Notifications
    private let transports: Transports
    private let now: @Sendable () -> Date
    private let pause: @Sendable (Duration) async throws -> Void

    /// The ways out. A webhook's URL is written by people and its name resolved at send time, so unless it is allowed
    /// to, it reaches no private, loopback or link-local address (where instance metadata is).
    package struct Transports: Sendable {
        package var guarded: any HTTPTransport
        package var open: any HTTPTransport

        package init(guarded: any HTTPTransport, open: any HTTPTransport) {
            self.guarded = guarded
            self.open = open
        }
    }

    package init(
        notifications: Notifications,
        transports: Transports,
        now: @escaping @Sendable () -> Date,
        pause: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.notifications = notifications
        self.transports = transports
        self.now = now
        self.pause = pause
    }

    /// Delivers to every webhook of the receiver. Throws `DeliveryError` naming those that did not take it.
    package func send(_ alert: Alert, id: String, about incident: Incident) async throws {
        guard let receiver = notifications.receiver(alert.receiver) else {
            throw DeliveryError("receiver \(alert.receiver) is not in notifications.yaml")
        }
        let body = AlertMessage(alert, incident, at: now()).json.data
        var failures: [String] = []
        for (index, webhook) in receiver.webhooks.enumerated() {
            if let failure = await deliver(body, id: id, to: webhook) {
                failures.append("webhook \(index + 1) of receiver \(receiver.name): \(failure)")
            }
        }
        if !failures.isEmpty { throw DeliveryError(failures.joined(separator: "; ")) }
    }

    /// Tries until it is taken, refused for good, or the patience ends; nil when it was taken.
    private func deliver(_ body: Data, id: String, to webhook: Notifications.Webhook) async -> String? {
        let transport = webhook.allowPrivateAddresses ? transports.open : transports.guarded
        var failure = ""
        for wait in Self.patience {
            do {
                if wait > .zero { try await pause(wait) }
                let response = try await transport.send(request(body, id: id, webhook))
                if (200..<300).contains(response.status) { return nil }
                failure = "HTTP \(response.status)"
                // Other answers do not change by asking again (Standard Webhooks, "Understanding the response").
                guard response.status == 429 || response.status >= 500 else { return failure }
            } catch let error as TransportError {
                // The URL may hold a token: only the host is named.
                failure = error.description
                guard ![.invalidRequest, .addressRefused, .cancelled].contains(error.code) else { return failure }
            } catch {
                return "cancelled"
            }
        }
        return "\(failure), \(Self.patience.count) attempts"
    }

    private static let patience: [Duration] = [.zero, .seconds(1), .seconds(4)]

    private func request(_ body: Data, id: String, _ webhook: Notifications.Webhook) -> HTTPRequest {
        let time = String(Int(now().timeIntervalSince1970))
        var headers = [
            ("content-type", "application/json"), ("webhook-id", id), ("webhook-timestamp", time),
        ]
        if let secret = webhook.secret {
            let signature = Self.signature(of: body, id: id, time: time, secret: secret.revealed)
            headers.append(("webhook-signature", signature))
        }
        return HTTPRequest(method: "POST", url: webhook.url.revealed, headers: headers, body: body)
    }

    /// `v1,` and the base64 of HMAC-SHA256 over `id.time.body`. A secret `whsec_…` is the key in base64; any other text is
    /// the key itself.
    static func signature(of body: Data, id: String, time: String, secret: String) -> String {
        let key =
            secret.hasPrefix("whsec_")
            ? Data(base64Encoded: String(secret.dropFirst(6))) ?? Data(secret.utf8) : Data(secret.utf8)
        let signed = Data("\(id).\(time).".utf8) + body
        let code = HMAC<SHA256>.authenticationCode(for: signed, using: SymmetricKey(data: key))
        return "v1," + Data(code).base64EncodedString()
    }
}

/// Why an alert was not delivered.
package struct DeliveryError: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String
    init(_ description: String) { self.description = description }
}
