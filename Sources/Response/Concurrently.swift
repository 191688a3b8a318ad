/// Runs `body` for every element side by side, at most `limit` at a time, and returns the results in the elements' order.
func concurrently<Element: Sendable, Result: Sendable>(
    _ elements: [Element],
    limit: Int = 64,
    _ body: @Sendable @escaping (Element) async -> Result
) async -> [Result] {
    guard elements.count > 1 else {
        guard let only = elements.first else { return [] }
        return [await body(only)]
    }
    return await withTaskGroup(of: (Int, Result).self) { group in
        var results = [Result?](repeating: nil, count: elements.count)
        for (index, element) in elements.enumerated() {
            if index >= limit, let (done, result) = await group.next() { results[done] = result }
            group.addTask { (index, await body(element)) }
        }
        for await (index, result) in group { results[index] = result }
        return results.compactMap(\.self)
    }
}

extension Array {
    /// `map` for an asynchronous transform, one element after another.
    func asyncMap<T>(_ transform: (Element) async throws -> T) async rethrows -> [T] {
        var results: [T] = []
        results.reserveCapacity(count)
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
