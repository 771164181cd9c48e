using System.Text.Json.Nodes;
using OmoBroadcast.Teams.Commands;

namespace OmoBroadcast.Teams.Cards;

/// <summary>A language; empty: that of the client.</summary>
internal sealed record LanguageTarget(string Language) : IPayload<LanguageTarget>
{
    public static LanguageTarget Read(CardData data) => new(data.Text(Field.Language) ?? "");

    public void Write(JsonObject data) => data.Put(Field.Language, Language);
}

/// <summary>上班 or 下班.</summary>
internal sealed record DutyTarget(bool On) : IPayload<DutyTarget>
{
    public static DutyTarget Read(CardData data) => new(data.Is(Field.On, "true"));

    public void Write(JsonObject data) => data[Field.On] = On;
}

/// <summary>A command, as if it had been typed; null for what is none.</summary>
internal sealed record CommandTarget(CommandName? Command) : IPayload<CommandTarget>
{
    public static CommandTarget Read(CardData data) => new(CommandReader.Named(data.Text(Field.Command)));

    public void Write(JsonObject data) => data.Put(Field.Command, Command?.ToString());
}
