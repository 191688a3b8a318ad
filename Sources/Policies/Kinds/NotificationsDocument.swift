internal import Foundation

/// `notifications.yaml` as written: Alertmanager's file, as far as Cordon speaks it.
struct NotificationsDocument: Sendable {
    /// The route's receiver.
    var defaultReceiver: Placed<String>?
    var receivers: [Placed<Notifications.Receiver>]
    var place: SourcePlace

    /// Alertmanager's file has no `kind`; these keys tell it.
    static func isOne(_ node: Node) -> Bool { node["kind"] == nil && (node["receivers"] ?? node["route"]) != nil }

    static let reader = Reader<NotificationsDocument>.object(
        .optional("route", route, "where alerts go"),
        .required("receivers", .list(receiver.placed, nonEmpty: true), "who can be told")
    ) { place, route, receivers in
        NotificationsDocument(defaultReceiver: route, receivers: receivers, place: place)
    }

    private static let route = Reader<Placed<String>>.object(
        .required("receiver", Reader<String>.text.placed, "the receiver of notify steps that name none")
    ) { _, receiver in receiver }

    private static let receiver = Reader<Notifications.Receiver>.object(
        .required("name", Reader<String>.text, "what routes and notify steps call the receiver"),
        .optional("webhook_configs", .list(webhook), else: [], "HTTP end points that take alerts as JSON")
    ) { _, name, webhooks in
        Notifications.Receiver(name: name, webhooks: webhooks.compactMap { $0 })
    }

    private static let webhook = Reader<Notifications.Webhook?>.object(
        .required("url", url, "where to post; empty for no channel (${CORDON_WEBHOOK_URL:-})"),
        .optional("secret", .secret, else: nil, "the key that signs what is posted"),
        .optional(
            "allow_private_addresses",
            .flag,
            else: false,
            "whether the host may have a private, loopback or link-local address"
        )
    ) { _, url, secret, allowPrivate in
        url.map { Notifications.Webhook(url: $0, secret: secret, allowPrivateAddresses: allowPrivate) }
    }

    private static let url = Reader<Secret?>.secret.converted { secret throws(Problem) -> Secret? in
        guard let secret else { return nil }
        let url = URLComponents(string: secret.revealed)
        guard let scheme = url?.scheme?.lowercased(), scheme == "https" || scheme == "http",
            url?.host?.isEmpty == false, url?.user == nil, url?.fragment == nil,
            secret.revealed.utf8.allSatisfy({ (33...126).contains($0) })
        else { throw Problem("not a URL to post to: write https://host/path, without user, fragment or spaces") }
        return secret
    }

    /// The values, with what is wrong between them reported.
    func resolve(_ reading: inout Reading) -> Notifications {
        var seen: Set<String> = []
        for receiver in receivers where !seen.insert(receiver.value.name).inserted {
            reading.report("a second receiver named \(Spelling.quoted(receiver.value.name))", at: receiver.place)
        }
        if let name = defaultReceiver, !seen.contains(name.value) {
            reading.reportUnknown("receiver", name.value, known: receivers.map(\.value.name), at: name.place)
        }
        return Notifications(defaultReceiver: defaultReceiver?.value, receivers: receivers.map(\.value))
    }
}
