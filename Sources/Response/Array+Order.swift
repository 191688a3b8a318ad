extension Array {
    /// The elements for which `condition` holds, and the others, in order.
    func partitioned(by condition: (Element) -> Bool) -> (matching: [Element], others: [Element]) {
        (filter(condition), filter { !condition($0) })
    }
}

extension Array where Element: Hashable {
    /// Without repetitions, in order of first appearance.
    var uniqued: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
