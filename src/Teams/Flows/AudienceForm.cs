using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Teams.Flows;

/// <summary>The filters of the choose card. One that cannot be read is an error and not the lack of a filter: without it more people would
/// be chosen than were meant.</summary>
/// <param name="Audience">Null when something is wrong.</param>
/// <param name="Wrong">What is wrong, naming the field; the card keeps what was typed.</param>
internal sealed record AudienceForm(Audience? Audience, FlowResult? Wrong)
{
    private const int LongestFilter = 60,
        LongestKey = 200;

    /// <param name="draft">Whoever was picked one by one stays so while the filters are as they were.</param>
    public static AudienceForm Read(Visit visit, CardData typed, Campaign draft)
    {
        var fields = new Fields(visit, typed);
        var audience = new Audience
        {
            WithTag = fields.Text(Field.Tag, "Label_Tag"),
            WithoutTag = fields.Text(Field.Without, "Label_Without"),
            Channel = fields.Text(Field.Channel, "Label_Channel") is { } channel ? new ChannelId(channel) : null,
            Account = fields.Account(),
            WindowOpen = typed.Text(Field.Window) == "true",
            NeverAnswered = typed.Text(Field.Unanswered) == "true",
            MessageWithin = fields.Age(Field.Within, "Label_Within"),
            MessageBefore = fields.Age(Field.Before, "Label_Before"),
            NameContains = fields.Text(Field.Name, "Label_Name"),
            // Which store is not the card's to say.
            Store = typed.Text(Field.Whose) == "store" && visit.Who.Manages(visit.Who.Store) ? visit.Who.Store : null,
        };
        if (fields.Wrong is { } wrong)
            return new(null, wrong);
        var before = draft.Audience with { Picked = null, BoundOn = null, TemplateOn = null, TemplateScope = null, Retry = null };
        return new(audience == before ? audience with { Picked = draft.Audience.Picked } : audience, null);
    }

    /// <summary>What stands in the fields; what is wrong first is told.</summary>
    private sealed class Fields(Visit visit, CardData typed)
    {
        public FlowResult? Wrong { get; private set; }

        public string? Text(string name, string label)
        {
            var text = Given(name);
            if (text?.Length > LongestFilter)
                Say(label, visit.Phrases.Say("Invalid_filter.too_long", LongestFilter));
            return text;
        }

        public TimeSpan? Age(string name, string label)
        {
            if (Given(name) is not { } text)
                return null;
            var age = Filters.Read(text);
            if (age is null)
                Say(label, visit.Phrases["Invalid_filter.unknown"]);
            return age;
        }

        public AccountKey? Account()
        {
            if (Given(Field.Account) is not { } text)
                return null;
            try
            {
                if (text.Length <= LongestKey)
                    return AccountKey.Parse(text);
            }
            catch (FormatException)
            {
                // Nobody's account.
            }

            Say("Label_Account", visit.Phrases["Invalid_filter.unknown"]);
            return null;
        }

        private string? Given(string name) => typed.Text(name)?.Trim() is { Length: > 0 } text ? text : null;

        private void Say(string label, string sentence) =>
            Wrong ??= new FlowResult.Note(visit.Phrases.Say("Labelled", visit.Phrases[label], sentence));
    }
}
