namespace OmoBroadcast.Teams.Cards.Parts;

/// <summary>What a colour says. Cards have no other colours.</summary>
internal enum Meaning
{
    None,

    /// <summary>How something stands; nothing to be done.</summary>
    Informative,

    /// <summary>It went well.</summary>
    Good,

    /// <summary>Worth a look before going on.</summary>
    Warning,

    /// <summary>It went wrong, or cannot be taken back.</summary>
    Attention,
}

internal static class Meanings
{
    /// <summary>The colour of a text; null: that of all text.</summary>
    public static string? Color(this Meaning meaning) =>
        meaning switch
        {
            Meaning.None => null,
            Meaning.Informative => "Accent",
            _ => meaning.ToString(),
        };

    /// <summary>The style of a badge.</summary>
    public static string Style(this Meaning meaning) => meaning == Meaning.None ? "Default" : meaning.ToString();
}
