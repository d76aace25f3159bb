//! What the work list of the users calls its items, and what people decide about them.

use super::coded::coded;

coded! {
    /// What a signal is about.
    SignalKind {
        /// Two initiatives that do the same in the same area and do not work together.
        Overlap = "overlap", "overlap zonder samenwerking", "overlap without collaboration";
        /// A cell that nobody serves.
        Absent = "absent", "geen aanbod", "no supply";
        /// A cell that only national supply serves.
        NationalOnly = "national-only", "alleen landelijk aanbod", "national supply only";
        /// A cell with less than half of what the totals lead one to expect.
        Thin = "thin", "dun aanbod", "thin supply";
        /// A cell of which all own supply hangs on one initiative.
        Fragile = "fragile", "kwetsbaar aanbod", "fragile supply";
        /// An initiative that ends within twelve months.
        Ending = "ending", "initiatief dat stopt", "initiative that ends";
        /// An actor without whom others are cut off.
        Articulation = "articulation", "verbindende actor", "articulation actor";
        /// A door to which others refer and that refers nowhere.
        DeadEnd = "dead-end", "doodlopende verwijzing", "dead-end referral";
        /// An initiative of which nobody measures reach or impact.
        Unmeasured = "unmeasured", "bereik en impact onbekend", "reach and impact unknown";
    }
}

coded! {
    /// What people decided about a signal. It hangs on the key of the signal and is kept outside the dataset.
    SignalStatus {
        New = "nieuw", "nieuw", "new";
        OnPurpose = "bewust-zo", "bewust zo", "on purpose";
        Agreed = "afgesproken", "afgesproken", "agreed";
        Solved = "opgelost", "opgelost", "solved";
    }
}
