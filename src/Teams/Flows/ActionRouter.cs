using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Desks.Inbox;
using OmoBroadcast.Desks.People;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Commands;
using OmoBroadcast.Teams.Connector;
using OmoBroadcast.Teams.Inbound;

namespace OmoBroadcast.Teams.Flows;

/// <summary>Leads each command and each button to the flow that does it. A closed set.</summary>
internal sealed class ActionRouter(ConversationFlows inbox, BroadcastFlows broadcasts, SideFlows side, CardMemory memory, ChatTrail trail)
{
    /// <summary>A message that something is attached to.</summary>
    public async Task<FlowResult> ReceiveAsync(
        Visit visit,
        Activity activity,
        Command command,
        Guid id,
        CancellationToken cancellationToken
    )
    {
        // An administrator sends no pictures to customers: what they attach is a list.
        if (visit.Who.Role == Role.Administrator && command is not Command.SavedReplies)
            return await side.Administration.OptOuts.ReceiveAsync(visit, activity, cancellationToken);
        var under = visit with { Chat = await trail.FindAsync(visit.Address.ConversationId, cancellationToken) };
        var shown = await side.Acts.TypedAsync(visit, command is Command.Reply ? Verbs.ConversationReply : "media.attach", id, () =>
            side.Attachments.ReceiveAsync(under, activity, command, id, cancellationToken)
        );
        await trail.SaidAsync(visit.Address.ConversationId, activity.Id, null);
        return shown;
    }

    /// <param name="id">The same for every repetition of the same message.</param>
    public async Task<FlowResult> HearAsync(Visit visit, Command command, Guid id, CancellationToken cancellationToken)
    {
        await trail.SaidAsync(visit.Address.ConversationId, null, null);
        return await LeadAsync(visit, command, id, cancellationToken);
    }

    private Task<FlowResult> LeadAsync(Visit visit, Command command, Guid id, CancellationToken cancellationToken) =>
        command switch
        {
            Command.Broadcast => broadcasts.Choosing.StartAsync(visit, cancellationToken),
            Command.Records => broadcasts.Records.ListAsync(visit, 0, cancellationToken),
            Command.Pending => inbox.Lists.PendingAsync(visit, 0, cancellationToken),
            Command.Mine => inbox.Lists.MineAsync(visit, 0, cancellationToken),
            Command.Closed => inbox.Lists.ClosedAsync(visit, 0, cancellationToken),
            Command.Transfer => inbox.Lists.AskPassAsync(visit, 0, cancellationToken),
            Command.Team => inbox.Team.OpenAsync(visit, 0, cancellationToken),
            Command.Reply reply => side.Acts.TypedAsync(visit, Verbs.ConversationReply, id, () =>
                inbox.One.ReplyAsync(visit, reply.Whom, reply.Words, id, cancellationToken)
            ),
            Command.SavedReplies => side.Saved.ListAsync(visit, 0, cancellationToken),
            Command.BroadcastBound => side.Bound.AskAsync(visit, cancellationToken),
            Command.BroadcastTemplate => side.Templates.StartAsync(visit, cancellationToken),
            Command.Bound => side.Bound.MineAsync(visit, cancellationToken),
            Command.Settings => Task.FromResult(SettingsFlow.Open(visit)),
            Command.PersonalData => Task.FromResult(side.Administration.Persons.Open(visit)),
            Command.Audit => side.Administration.Audit.OpenAsync(visit, null, cancellationToken),
            Command.OptOuts => side.Administration.OptOuts.OpenAsync(visit, cancellationToken),
            Command.Quarantine => side.Administration.Quarantine.OpenAsync(visit, cancellationToken),
            Command.Unknown unknown => Task.FromResult(Unknown(visit, unknown)),
            _ => Task.FromResult(Help(visit, welcome: false)),
        };

    public async Task<FlowResult> PressAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        var shown = await ActAsync(visit, action, cancellationToken);
        await memory.KeepAsync(visit, action, shown, cancellationToken);
        if (shown is FlowResult.Card card && visit.CardId is { } pressed)
            await trail.ShownAsync(visit.Address.ConversationId, pressed, card.Mark);
        return shown;
    }

    /// <summary>The same without anybody having pressed: a card is drawn anew where it stands, and nobody has opened anything by
    /// it.</summary>
    public async Task<FlowResult> RedrawAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        var shown = await ActAsync(visit, action, cancellationToken);
        await memory.KeepAsync(visit, action, shown, cancellationToken);
        return shown;
    }

    /// <summary>A card that was sent as a message of its own.</summary>
    public Task KeepAsync(Visit visit, string cardId, FlowResult shown, CancellationToken cancellationToken) =>
        shown is FlowResult.Card { Again: not null } card
            ? memory.KeepAsync(new(visit.Address.ServiceUrl, visit.Address.ConversationId, cardId), visit.Who.Id, card, cancellationToken)
            : Task.CompletedTask;

    private Task<FlowResult> ActAsync(Visit visit, CardAction action, CancellationToken cancellationToken) =>
        VerbKinds.Of(action.Verb) switch
        {
            VerbKind.View => LeadAsync(visit, action, cancellationToken),
            VerbKind.Draft => side.Acts.NotedAsync(visit, action, () => LeadAsync(visit, action, cancellationToken)),
            VerbKind.Once => side.Acts.OnceAsync(
                visit,
                action,
                () => LeadAsync(visit, action, cancellationToken),
                () => PresentAsync(visit, action, cancellationToken)
            ),
            _ => Task.FromResult<FlowResult>(new FlowResult.Note(visit.Phrases["Unknown_Button"])),
        };

    /// <summary>What fits what somebody has typed so far.</summary>
    public Task<Answer<IReadOnlyList<Choice>>> FindAsync(Visit visit, Search search, CancellationToken cancellationToken) =>
        side.Search.FindAsync(visit, search, cancellationToken);

    public static FlowResult Help(Visit visit, bool welcome) => new FlowResult.Card(HelpCard.Draw(visit.Phrases, visit.Who, welcome));

    // What there is to see of what an old button, or one pressed before, was about.
    private async Task<FlowResult> PresentAsync(Visit visit, CardAction action, CancellationToken cancellationToken)
    {
        var note = visit.Phrases["Acted_Already"];
        if (action.Campaign() > 0)
            return await broadcasts.Choosing.PresentAsync(visit, action.Campaign(), cancellationToken);
        if (action.Verb is Verbs.PendingTake or Verbs.PendingTakeAll)
            return await inbox.Lists.PendingAsync(visit, action.Skip(), cancellationToken, note);
        if (action.Verb is Verbs.MineClose)
            return await inbox.Lists.MineAsync(visit, action.Skip(), cancellationToken, note);
        if (action.Verb is Verbs.MinePassTo)
            return await inbox.Lists.AskPassAsync(visit, action.Skip(), cancellationToken, note);
        if (action.Verb is Verbs.TeamPass or Verbs.TeamTake)
            return await inbox.Team.ConversationAsync(visit, action, cancellationToken);
        if (action.Verb is Verbs.SavedKeep or Verbs.SavedDelete)
            return await side.Saved.ListAsync(visit, 0, cancellationToken, note);
        if (action.Verb is Verbs.SettingsLanguage or Verbs.SettingsDuty)
            return SettingsFlow.Open(visit);
        if (action.Verb is Verbs.BoundTransfer)
            return await side.Bound.ListAsync(visit, action, cancellationToken);
        if (action.Verb is Verbs.QuarantineRetry)
            return await side.Administration.Quarantine.OpenAsync(visit, cancellationToken, note);
        if (action.Verb is Verbs.OptOutsImport or Verbs.OptOutsExport)
            return await side.Administration.OptOuts.OpenAsync(visit, cancellationToken, note);
        if (action.Customer() is not { } customer)
            return new FlowResult.Note(visit.Phrases["Old_Plain"]);
        if (action.Verb is Verbs.ConversationTag or Verbs.ConversationNote or Verbs.ConversationStop or Verbs.ConversationResume)
            return await inbox.Customer.OpenAsync(visit, customer, cancellationToken, note);
        var open = await inbox.One.OpenAsync(visit, customer, cancellationToken, note);
        return open is FlowResult.Card ? open : await inbox.Lists.MineAsync(visit, 0, cancellationToken, note);
    }

    private Task<FlowResult> LeadAsync(Visit visit, CardAction action, CancellationToken cancellationToken) =>
        action.Verb switch
        {
            Verbs.PendingOpen => inbox.Lists.PendingAsync(visit, action.Skip(), cancellationToken),
            Verbs.PendingTake => inbox.Lists.TakeAsync(visit, action, cancellationToken),
            Verbs.PendingTakeAll => inbox.Lists.TakeAllAsync(visit, cancellationToken),
            Verbs.MineOpen when action.Customer() is { } customer => inbox.One.OpenAsync(visit, customer, cancellationToken),
            Verbs.MineOpen => inbox.Lists.MineAsync(visit, action.Skip(), cancellationToken),
            Verbs.MineClose or Verbs.ConversationClose => inbox.Lists.CloseAsync(visit, action, cancellationToken),
            Verbs.MinePass => inbox.Lists.AskPassAsync(visit, action, cancellationToken),
            Verbs.MinePassTo => inbox.Lists.PassSomeAsync(visit, action, cancellationToken),
            Verbs.ClosedOpen => inbox.Lists.ClosedAsync(visit, action.Skip(), cancellationToken),
            Verbs.ConversationReopen => inbox.Lists.ReopenAsync(visit, action, cancellationToken),
            Verbs.ConversationReply => inbox.One.ReplyAsync(visit, action, cancellationToken),
            Verbs.ConversationTake => inbox.One.TakeAsync(visit, action, cancellationToken),
            Verbs.ConversationMore when action.Customer() is { } customer => inbox.Customer.OpenAsync(
                visit,
                action,
                customer,
                cancellationToken
            ),
            Verbs.ConversationTag => inbox.Customer.TagAsync(visit, action, cancellationToken),
            Verbs.ConversationNote => inbox.Customer.NoteAsync(visit, action, cancellationToken),
            Verbs.ConversationPass => inbox.Customer.PassAsync(visit, action, cancellationToken),
            Verbs.ConversationStop or Verbs.ConversationResume => inbox.Customer.SuppressAsync(visit, action, cancellationToken),
            Verbs.TeamOpen => inbox.Team.OpenAsync(visit, action.Skip(), cancellationToken),
            Verbs.TeamMember => inbox.Team.MemberAsync(visit, action, cancellationToken),
            Verbs.TeamBound => inbox.Team.BoundAsync(visit, action, cancellationToken),
            Verbs.TeamConversation => inbox.Team.ConversationAsync(visit, action, cancellationToken),
            Verbs.TeamRaw => inbox.Team.RawAsync(visit, action, cancellationToken),
            Verbs.TeamPass => inbox.Team.PassAsync(visit, action, cancellationToken),
            Verbs.TeamTake => inbox.Team.TakeAsync(visit, action, cancellationToken),
            Verbs.BroadcastStart => broadcasts.Choosing.StartAsync(visit, cancellationToken),
            Verbs.BroadcastChoose => broadcasts.Choosing.ChooseAsync(visit, action, cancellationToken),
            Verbs.BroadcastPick => broadcasts.Pick.PressAsync(visit, action, cancellationToken),
            Verbs.BroadcastCompose => broadcasts.Composing.ComposeAsync(visit, action, cancellationToken),
            Verbs.BroadcastArrange => broadcasts.Composing.ArrangeAsync(visit, action, cancellationToken),
            Verbs.BroadcastInsert => broadcasts.Composing.InsertAsync(visit, action, cancellationToken),
            Verbs.BroadcastPreview => broadcasts.Choosing.PreviewAsync(visit, action, cancellationToken),
            Verbs.BroadcastSend => broadcasts.Promising.SendAsync(visit, action, cancellationToken),
            Verbs.BroadcastSchedule => broadcasts.Promising.ScheduleAsync(visit, action, cancellationToken),
            Verbs.BroadcastLeft => broadcasts.Choosing.LeftAsync(visit, action, cancellationToken),
            Verbs.BroadcastReview => broadcasts.Promising.ReviewAsync(visit, action, cancellationToken),
            Verbs.BroadcastApprove => broadcasts.Promising.ApproveAsync(visit, action, cancellationToken),
            Verbs.BroadcastReturn => broadcasts.Promising.ReturnAsync(visit, action, cancellationToken),
            Verbs.BroadcastWithdraw => broadcasts.Promising.WithdrawAsync(visit, action, cancellationToken),
            Verbs.BroadcastPause => broadcasts.Records.PauseAsync(visit, action, cancellationToken),
            Verbs.BroadcastResume => broadcasts.Records.ResumeAsync(visit, action, cancellationToken),
            Verbs.BroadcastCancel => broadcasts.Records.CancelAsync(visit, action, cancellationToken),
            Verbs.RecordsOpen => broadcasts.Records.OpenAsync(visit, action.Campaign(), cancellationToken),
            Verbs.RecordsPage => broadcasts.Records.ListAsync(visit, action.Skip(), cancellationToken),
            Verbs.RecordsRecipients => broadcasts.Records.RecipientsAsync(visit, action, cancellationToken),
            Verbs.RecordsRetry => broadcasts.Retry.StartAsync(visit, action, cancellationToken),
            Verbs.RecordsExport => broadcasts.Records.ExportAsync(visit, action, cancellationToken),
            Verbs.MediaBegin or Verbs.MediaJoin or Verbs.MediaReply or Verbs.MediaSave => side.Attachments.PressAsync(
                visit,
                action,
                cancellationToken
            ),
            Verbs.SavedOpen => side.Saved.ListAsync(visit, action.Skip(), cancellationToken),
            Verbs.SavedNew => side.Saved.NewAsync(visit, [], cancellationToken),
            Verbs.SavedEdit => side.Saved.EditAsync(visit, action, cancellationToken),
            Verbs.SavedKeep => side.Saved.KeepAsync(visit, action, cancellationToken),
            Verbs.SavedAskDelete => side.Saved.AskDeleteAsync(visit, action, cancellationToken),
            Verbs.SavedDelete => side.Saved.DeleteAsync(visit, action, cancellationToken),
            Verbs.BoundOpen => side.Bound.MineAsync(visit, cancellationToken),
            Verbs.BoundList => side.Bound.ListAsync(visit, action, cancellationToken),
            Verbs.BoundTransfer => side.Bound.TransferAsync(visit, action, cancellationToken),
            Verbs.BoundBroadcast => side.Bound.BroadcastAsync(visit, action, cancellationToken),
            Verbs.ConversationBind or Verbs.ConversationUnbind => side.Bound.PressAsync(visit, action, cancellationToken),
            Verbs.TemplateList => side.Templates.ListAsync(visit, action, cancellationToken),
            Verbs.TemplateSplit => side.Templates.SplitAsync(visit, action, cancellationToken),
            Verbs.TemplatePick => side.Templates.PickAsync(visit, action, cancellationToken),
            Verbs.TemplateFill => side.Templates.FillAsync(visit, action, cancellationToken),
            Verbs.SettingsLanguage => side.Settings.LanguageAsync(visit, action, cancellationToken),
            Verbs.SettingsDuty => side.Settings.DutyAsync(visit, action, cancellationToken),
            Verbs.PersonFind => side.Administration.Persons.FindAsync(visit, action, cancellationToken),
            Verbs.PersonExport => side.Administration.Persons.ExportAsync(visit, action, cancellationToken),
            Verbs.PersonAskErase => side.Administration.Persons.AskEraseAsync(visit, action, cancellationToken),
            Verbs.PersonErase => side.Administration.Persons.EraseAsync(visit, action, cancellationToken),
            Verbs.AuditOpen => side.Administration.Audit.OpenAsync(visit, action, cancellationToken),
            Verbs.AuditExport => side.Administration.Audit.ExportAsync(visit, action, cancellationToken),
            Verbs.QuarantineOpen => side.Administration.Quarantine.OpenAsync(visit, cancellationToken),
            Verbs.QuarantineRetry => side.Administration.Quarantine.RetryAsync(visit, action, cancellationToken),
            Verbs.OptOutsOpen => side.Administration.OptOuts.OpenAsync(visit, cancellationToken),
            Verbs.OptOutsImport => side.Administration.OptOuts.ImportAsync(visit, action, cancellationToken),
            Verbs.OptOutsExport => side.Administration.OptOuts.ExportAsync(visit, cancellationToken),
            Verbs.HelpOpen => Task.FromResult(Help(visit, welcome: false)),
            Verbs.CommandRun => RunAsync(visit, CommandReader.Named(action.Text("command")), cancellationToken),
            _ => throw new InvalidOperationException($"No flow does {action.Verb}"),
        };

    // An answer to a customer lacks its words: how to say them is all that one tap can do.
    private Task<FlowResult> RunAsync(Visit visit, CommandName? name, CancellationToken cancellationToken) =>
        name switch
        {
            null => Task.FromResult(Help(visit, welcome: false)),
            CommandName.Reply => Task.FromResult<FlowResult>(new FlowResult.Note(visit.Phrases["Reply_How"])),
            { } known => LeadAsync(visit, CommandReader.Plain(known), Guid.Empty, cancellationToken),
        };

    private static FlowResult Unknown(Visit visit, Command.Unknown unknown) =>
        new FlowResult.Card(SuggestCard.Draw(visit.Phrases, visit.Who, unknown));
}

/// <summary>The flows beside conversations and broadcasts.</summary>
internal sealed record SideFlows(
    AttachmentFlow Attachments,
    SavedReplyFlow Saved,
    BindingFlow Bound,
    TemplateFlow Templates,
    SettingsFlow Settings,
    AdministrationFlows Administration,
    SearchFlow Search,
    OncePerAction Acts
);

/// <summary>The flows of administrators.</summary>
internal sealed record AdministrationFlows(AuditFlow Audit, PersonalDataFlow Persons, QuarantineFlow Quarantine, OptOutFlow OptOuts);

/// <summary>The flows of broadcasts: whom they go to, what they say, the button and what stands before it, and what became of
/// them.</summary>
internal sealed record BroadcastFlows(
    CampaignFlow Choosing,
    PickFlow Pick,
    ComposeFlow Composing,
    PromiseFlow Promising,
    RecordFlow Records,
    RetryFlow Retry
);

/// <summary>The flows of conversations: the lists, one of them, its customer, and the store's.</summary>
internal sealed record ConversationFlows(InboxFlow Lists, ConversationFlow One, CustomerFlow Customer, TeamFlow Team);
