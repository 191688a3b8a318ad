/// How often and after how long a call is sent again: AWS's "standard" mode.
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html>
package struct RetryPolicy: Sendable {
    /// Why a call is worth sending again.
    enum Reason: Hashable, Sendable {
        /// AWS wants fewer requests.
        case throttled
        /// An outage, a lost connection, a conflict with another change in progress.
        case transient
    }

    /// Including the first.
    package var maxAttempts = 3
    package var transientDelay = Duration.milliseconds(50)
    package var throttledDelay = Duration.seconds(1)
    package var maxDelay = Duration.seconds(20)

    package init() {}

    /// How long to wait before attempt `next` (2 is the first repetition): a random part, from 0 to 1, of a delay that
    /// doubles. What the server asks for (`x-amz-retry-after`) goes before, within five seconds of it.
    func delay(before next: Int, _ reason: Reason, serverAsks: Duration?, random: Double) -> Duration {
        let base = reason == .throttled ? throttledDelay : transientDelay
        let backoff = min(base * (1 << max(0, min(next - 2, 16))), maxDelay) * random
        guard let serverAsks else { return backoff }
        return min(max(serverAsks, backoff), serverAsks + .seconds(5))
    }
}
