/// What else holds for a field.
public enum FieldOption: Sendable, Equatable {
    /// Must not be left empty.
    case required
    /// Found by the list's search.
    case searchable
    /// The list can be sorted by it; its table has an index on `(business_id, column, id)`.
    case sortable
    /// The list can be narrowed to one of its values.
    case filterable
    /// Data about a person: part of personal exports and erasure.
    case personal
    /// Never written into the history, not even encrypted: it says only that it changed.
    case secret
    /// Several lines of text, up to 20,000 characters.
    case long
    /// Characters at most; 200 where nothing is said.
    case max(Int)
    /// Written by the platform only, never by a form or an import.
    case platform
    /// Says whose a record is: an optional member, in a field and column called `owner`. One field of a record at most.
    case owner
    /// PostgreSQL computes it from the record's other columns (`generated always as (…) stored`), so that nobody writes it;
    /// it is `.platform` besides, and can be sorted, searched and narrowed by like any other.
    case computed
    /// Not a column of the list.
    case unlisted
    /// What other programs write above such a column, besides the field's own name and labels.
    case imported(as: [String])
    /// What browsers fill in by themselves, by the tokens of the HTML standard's `autocomplete`.
    case autocomplete(String)
}

extension [FieldOption] {
    var mostCharacters: Int? {
        for case .max(let most) in self { return most }
        return nil
    }
}
