/// Who is told, and how: `policies/notifications.yaml`.
package struct Notifications: Hashable, Sendable {
    /// Where a notify step without a receiver goes: `route: {receiver: …}`.
    package var defaultReceiver: String?
    package var receivers: [Receiver]

    package init(defaultReceiver: String? = nil, receivers: [Receiver] = []) {
        self.defaultReceiver = defaultReceiver
        self.receivers = receivers
    }

    package func receiver(_ name: String) -> Receiver? { receivers.first { $0.name == name } }

    /// A name under which channels are kept.
    package struct Receiver: Hashable, Sendable {
        package var name: String
        /// Those whose `url` is not empty. With none, a notify step has nobody to tell.
        package var webhooks: [Webhook]

        package init(name: String, webhooks: [Webhook]) {
            self.name = name
            self.webhooks = webhooks
        }
    }

    /// One HTTP end point that takes alerts as JSON.
    package struct Webhook: Hashable, Sendable {
        /// `http` or `https`. Such URLs often carry a token.
        package var url: Secret
        /// The key that signs what is sent.
        package var secret: Secret?
        /// Whether the host may resolve to a private, loopback or link-local address.
        package var allowPrivateAddresses: Bool

        package init(url: Secret, secret: Secret? = nil, allowPrivateAddresses: Bool = false) {
            self.url = url
            self.secret = secret
            self.allowPrivateAddresses = allowPrivateAddresses
        }
    }
}
