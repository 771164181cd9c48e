using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;

namespace OmoBroadcast.Teams.Cards;

/// <summary>A saved reply.</summary>
internal sealed record SavedTarget(long Saved) : IPayload<SavedTarget>
{
    public static SavedTarget Read(CardData data) => new(data.Id(Field.Saved));

    public void Write(JsonObject data) => data.Put(Field.Saved, Saved);
}

/// <summary>A saved reply as it stands in the form.</summary>
/// <param name="Slots">What stands in the five places.</param>
/// <param name="Action">The one-time id of saving a new one.</param>
internal sealed record SavedForm(string? Slots, Guid? Action) : IPayload<SavedForm>
{
    /// <summary>Null for a new one.</summary>
    public long? Saved { get; init; }

    public int? Version { get; init; }

    public string Name { get; private init; } = "";

    public Sharing Sharing { get; private init; } = Sharing.Mine;

    public CardData Typed { get; private init; } = new(new Dictionary<string, string>());

    public static SavedForm Read(CardData data) =>
        new(data.Text(Field.Slots), data.Guid(Field.Action))
        {
            Saved = data.Id(Field.Saved) is > 0 and var id ? id : null,
            Version = data.Version(),
            Name = data.Text(Field.Name) ?? "",
            Sharing = Shared(data),
            Typed = data,
        };

    public void Write(JsonObject data) =>
        data.Put(Field.Slots, Slots).Put(Field.Action, Action).Put(Field.Saved, Saved).Put(Field.Version, Version);

    private static Sharing Shared(CardData data) =>
        new(
            Enum.TryParse<SharingScope>(data.Text(Field.Share), out var scope) && Enum.IsDefined(scope) ? scope : SharingScope.Me,
            [
                .. Split(data.Text(Field.Roles))
                    .Select(role => Enum.TryParse<Role>(role, out var one) && Enum.IsDefined(one) ? one : (Role?)null)
                    .OfType<Role>()
                    .Distinct(),
            ],
            [.. Split(data.Text(Field.Stores)).Distinct()]
        );

    private static string[] Split(string? several) =>
        (several ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
