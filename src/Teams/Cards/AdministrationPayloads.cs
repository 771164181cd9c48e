using System.Globalization;
using System.Text.Json.Nodes;

namespace OmoBroadcast.Teams.Cards;

/// <summary>Whose acts, of how many days, before which line.</summary>
/// <param name="Part">Which part of a long list of people is to be shown.</param>
internal sealed record AuditQuery(string? Person, int Days, long? Before = null, int? Part = null) : IPayload<AuditQuery>
{
    private const int LongestId = 100;

    /// <summary>Everybody's, of a week.</summary>
    public static readonly AuditQuery Usual = new(null, AuditCard.Days[1]);

    public static AuditQuery Read(CardData data) =>
        new(
            data.Short(Field.Person, LongestId),
            data.Number(Field.Days) is var days && AuditCard.Days.Contains(days) ? days : Usual.Days,
            data.LongNumber(Field.Before),
            data.Part()
        );

    public void Write(JsonObject data) =>
        data.Put(Field.Person, Person ?? "")
            .Put(Field.Days, Days.ToString(CultureInfo.InvariantCulture))
            .Put(Field.Before, Before?.ToString(CultureInfo.InvariantCulture))
            .Put(Field.Part, Part);
}

/// <summary>Who is looked for; typed.</summary>
internal sealed record PersonQuery(string Words = "") : IPayload<PersonQuery>
{
    public static PersonQuery Read(CardData data) => new(data.Text(Field.Words) ?? "");

    // A person's, and would outlive them.
    public void Write(JsonObject data) { }
}

/// <summary>What is tried again; null: all.</summary>
internal sealed record QuarantineTarget(long? Quarantined) : IPayload<QuarantineTarget>
{
    public static QuarantineTarget Read(CardData data) => new(data.Is(Field.All, "true") ? null : data.Id(Field.Quarantined));

    public void Write(JsonObject data)
    {
        if (Quarantined is null)
            data[Field.All] = true;
        data.Put(Field.Quarantined, Quarantined);
    }
}

/// <summary>A list that was attached.</summary>
internal sealed record FileTarget(Guid? File) : IPayload<FileTarget>
{
    public static FileTarget Read(CardData data) => new(data.Guid(Field.File));

    public void Write(JsonObject data) => data.Put(Field.File, File);
}
