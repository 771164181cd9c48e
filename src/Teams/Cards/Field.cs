namespace OmoBroadcast.Teams.Cards;

/// <summary>What the fields of cards are called, carried by buttons or typed into inputs. Cards already sent hold these names.</summary>
internal static class Field
{
    public const string Campaign = "campaign",
        Version = "version",
        Step = "step",
        Filters = "filters",
        Slots = "slots",
        Held = "held",
        Slot = "slot",
        Act = "act",
        Skip = "skip",
        From = "from",
        Shown = "shown",
        Picked = "picked",
        Named = "named",
        Search = "search",
        Part = "part",
        Once = "once",
        Action = "action",
        Date = "date",
        Time = "time",
        Proposed = "proposed",
        Reason = "reason",
        State = "state",
        Doubtful = "doubtful",
        Words = "words",
        Stays = "stays";

    public const string Customer = "customer",
        Customers = "customers",
        Colleague = "colleague",
        Staff = "staff",
        Channel = "channel",
        Text = "text",
        Note = "note",
        Tags = "tags",
        Sure = "sure",
        To = "to",
        Media = "media";

    public const string Whose = "whose",
        Tag = "tag",
        Without = "without",
        Account = "account",
        Within = "within",
        Window = "window",
        Unanswered = "unanswered";

    public const string Saved = "saved",
        Reply = "reply",
        Name = "name",
        Share = "share",
        Roles = "roles",
        Stores = "stores",
        Scope = "waba",
        Language = "language",
        On = "on",
        Person = "person",
        Days = "days",
        Before = "before",
        Quarantined = "quarantined",
        All = "all",
        File = "file",
        At = "at",
        Command = "command";
}
