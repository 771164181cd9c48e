using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Messages;

namespace OmoBroadcast.Teams.Cards;

/// <summary>A page of the templates that a draft can use.</summary>
/// <param name="Filters">From the card of filters, which say to whom.</param>
internal sealed record TemplatePage(CampaignTarget Draft, int? Skip = null, bool Filters = false) : IPayload<TemplatePage>
{
    public int From => Skip ?? 0;

    public CardData Typed { get; private init; } = new(new Dictionary<string, string>());

    public static TemplatePage Read(CardData data) =>
        new(CampaignTarget.Read(data), data.Skip(), data.Is(Field.Filters, DraftForm.FiltersSaid)) { Typed = data };

    public void Write(JsonObject data)
    {
        Draft.Write(data);
        data.Put(Field.Filters, Filters ? DraftForm.FiltersSaid : null).Put(Field.Skip, Skip);
    }
}

/// <summary>Of several business accounts this one; null for what is none.</summary>
internal sealed record ScopeTarget(CampaignTarget Draft, string? Scope) : IPayload<ScopeTarget>
{
    private const int Longest = 100;

    public static ScopeTarget Read(CardData data) => new(CampaignTarget.Read(data), data.Short(Field.Scope, Longest));

    public void Write(JsonObject data)
    {
        Draft.Write(data);
        data.Put(Field.Scope, Scope);
    }
}

/// <summary>A template of that name in that language; null for what is none.</summary>
internal sealed record TemplateTarget(CampaignTarget Draft, string? Name, string? Language) : IPayload<TemplateTarget>
{
    private const int Longest = 600;

    public static TemplateTarget Read(CardData data) =>
        new(CampaignTarget.Read(data), data.Short(Field.Name, Longest), data.Short(Field.Language, Longest));

    public void Write(JsonObject data)
    {
        Draft.Write(data);
        data.Put(Field.Name, Name).Put(Field.Language, Language);
    }
}

/// <summary>What was filled into a template, by the template's own fields.</summary>
internal sealed record TemplateAnswers(CampaignTarget Draft) : IPayload<TemplateAnswers>
{
    private CardData typed = new(new Dictionary<string, string>());

    /// <summary>The template whose fields the card showed; null on cards that do not say it.</summary>
    public (string Name, string Language)? Of { get; init; }

    /// <summary>All that was typed.</summary>
    public IEnumerable<string> Words =>
        typed
            .Values.Where(pair => MessageTemplate.Find(pair.Key) is not null)
            .Select(pair => pair.Value)
            .Where(words => !string.IsNullOrWhiteSpace(words));

    public string? Media => typed.Text(Field.Media);

    public string? Typed(string id) => typed.Text(id);

    public static TemplateAnswers Read(CardData data) =>
        new(CampaignTarget.Read(data))
        {
            typed = data,
            Of = data.Text(Field.Name) is { } name && data.Text(Field.Language) is { } language ? (name, language) : null,
        };

    public void Write(JsonObject data)
    {
        Draft.Write(data);
        data.Put(Field.Name, Of?.Name).Put(Field.Language, Of?.Language);
    }
}
