using OmoBroadcast.Broadcast.Desk;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Commands;
using OmoBroadcast.Teams.Connector;
using OmoBroadcast.Teams.Inbound;

namespace OmoBroadcast.Teams.Flows;

/// <summary>Leads each command and each button to the flow that does it. A closed set.</summary>
internal sealed class Reception(ConversationFlows inbox, BroadcastFlows broadcasts, SideFlows side, CardMemory memory, ChatTrail trail)
{
    /// <summary>A message that something is attached to.</summary>
    public async Task<Shown> ReceiveAsync(Visit visit, Activity activity, Command command, Guid id, CancellationToken ct)
    {
        // An administrator sends no pictures to customers: what they attach is a list.
        if (visit.Who.Role == Role.Administrator && command is not Command.SavedReplies) return await side.Administration.OptOuts.ReceiveAsync(visit, activity, ct);
        var under = visit with { Chat = await trail.FindAsync(visit.Address.ConversationId, ct) };
        var shown = await side.Acts.TypedAsync(
            visit, command is Command.Reply ? Verbs.ConversationReply : "media.attach", id, () => side.Attachments.ReceiveAsync(under, activity, command, id, ct));
        await trail.SaidAsync(visit.Address.ConversationId, activity.Id, null);
        return shown;
    }

    /// <param name="id">The same for every repetition of the same message.</param>
    public async Task<Shown> HearAsync(Visit visit, Command command, Guid id, CancellationToken ct)
    {
        await trail.SaidAsync(visit.Address.ConversationId, null, null);
        return await LeadAsync(visit, command, id, ct);
    }

    private Task<Shown> LeadAsync(Visit visit, Command command, Guid id, CancellationToken ct) => command switch
    {
        Command.Broadcast => broadcasts.Choosing.StartAsync(visit, ct),
        Command.Records => broadcasts.Records.ListAsync(visit, 0, ct),
        Command.Pending => inbox.Lists.PendingAsync(visit, 0, ct),
        Command.Mine => inbox.Lists.MineAsync(visit, 0, ct),
        Command.Closed => inbox.Lists.ClosedAsync(visit, 0, ct),
        Command.Transfer => inbox.Lists.AskPassAsync(visit, 0, ct),
        Command.Team => inbox.Team.OpenAsync(visit, 0, ct),
        Command.Reply reply => side.Acts.TypedAsync(visit, Verbs.ConversationReply, id, () => inbox.One.ReplyAsync(visit, reply.Whom, reply.Words, id, ct)),
        Command.SavedReplies => side.Saved.ListAsync(visit, 0, ct),
        Command.BroadcastBound => side.Bound.AskAsync(visit, ct),
        Command.BroadcastTemplate => side.Templates.StartAsync(visit, ct),
        Command.Bound => side.Bound.MineAsync(visit, ct),
        Command.Settings => Task.FromResult(SettingsFlow.Open(visit)),
        Command.PersonalData => Task.FromResult(side.Administration.Persons.Open(visit)),
        Command.Audit => side.Administration.Audit.OpenAsync(visit, null, ct),
        Command.OptOuts => side.Administration.OptOuts.OpenAsync(visit, ct),
        Command.Quarantine => side.Administration.Quarantine.OpenAsync(visit, ct),
        Command.Unknown unknown => Task.FromResult(Unknown(visit, unknown)),
        _ => Task.FromResult(Help(visit, welcome: false)),
    };

    public async Task<Shown> PressAsync(Visit visit, CardAction action, CancellationToken ct)
    {
        var shown = await ActAsync(visit, action, ct);
        await memory.KeepAsync(visit, action, shown, ct);
        if (shown is Shown.Card card && visit.CardId is { } pressed) await trail.ShownAsync(visit.Address.ConversationId, pressed, card.Mark);
        return shown;
    }

    /// <summary>The same without anybody having pressed: a card is drawn anew where it stands, and nobody has opened anything by it.</summary>
    public async Task<Shown> RedrawAsync(Visit visit, CardAction action, CancellationToken ct)
    {
        var shown = await ActAsync(visit, action, ct);
        await memory.KeepAsync(visit, action, shown, ct);
        return shown;
    }

    /// <summary>A card that was sent as a message of its own.</summary>
    public Task KeepAsync(Visit visit, string cardId, Shown shown, CancellationToken ct) => shown is Shown.Card { Again: not null } card
        ? memory.KeepAsync(new(visit.Address.ServiceUrl, visit.Address.ConversationId, cardId), visit.Who.Id, card, ct) : Task.CompletedTask;

    private Task<Shown> ActAsync(Visit visit, CardAction action, CancellationToken ct) => VerbKinds.Of(action.Verb) switch
    {
        VerbKind.View => LeadAsync(visit, action, ct),
        VerbKind.Draft => side.Acts.NotedAsync(visit, action, () => LeadAsync(visit, action, ct)),
        VerbKind.Once => side.Acts.OnceAsync(visit, action, () => LeadAsync(visit, action, ct), () => PresentAsync(visit, action, ct)),
        _ => Task.FromResult<Shown>(new Shown.Note(visit.Phrases["Unknown_Button"])),
    };

    /// <summary>What fits what somebody has typed so far.</summary>
    public Task<Answer<IReadOnlyList<Choice>>> FindAsync(Visit visit, Search search, CancellationToken ct) => side.Search.FindAsync(visit, search, ct);

    public static Shown Help(Visit visit, bool welcome) => new Shown.Card(HelpCard.Draw(visit.Phrases, visit.Who, welcome));

    // What there is to see of what an old button, or one pressed before, was about.
    private async Task<Shown> PresentAsync(Visit visit, CardAction action, CancellationToken ct)
    {
        var note = visit.Phrases["Acted_Already"];
        if (action.Campaign() > 0) return await broadcasts.Choosing.PresentAsync(visit, action.Campaign(), ct);
        if (action.Verb is Verbs.PendingTake or Verbs.PendingTakeAll) return await inbox.Lists.PendingAsync(visit, action.Skip(), ct, note);
        if (action.Verb is Verbs.MineClose) return await inbox.Lists.MineAsync(visit, action.Skip(), ct, note);
        if (action.Verb is Verbs.MinePassTo) return await inbox.Lists.AskPassAsync(visit, action.Skip(), ct, note);
        if (action.Verb is Verbs.TeamPass or Verbs.TeamTake) return await inbox.Team.ConversationAsync(visit, action, ct);
        if (action.Verb is Verbs.SavedKeep or Verbs.SavedDelete) return await side.Saved.ListAsync(visit, 0, ct, note);
        if (action.Verb is Verbs.SettingsLanguage or Verbs.SettingsDuty) return SettingsFlow.Open(visit);
        if (action.Verb is Verbs.BoundTransfer) return await side.Bound.ListAsync(visit, action, ct);
        if (action.Verb is Verbs.QuarantineRetry) return await side.Administration.Quarantine.OpenAsync(visit, ct, note);
        if (action.Verb is Verbs.OptOutsImport or Verbs.OptOutsExport) return await side.Administration.OptOuts.OpenAsync(visit, ct, note);
        if (action.Customer() is not { } customer) return new Shown.Note(visit.Phrases["Old_Plain"]);
        if (action.Verb is Verbs.ConversationTag or Verbs.ConversationNote or Verbs.ConversationStop or Verbs.ConversationResume) return await inbox.Customer.OpenAsync(visit, customer, ct, note);
        var open = await inbox.One.OpenAsync(visit, customer, ct, note);
        return open is Shown.Card ? open : await inbox.Lists.MineAsync(visit, 0, ct, note);
    }

    private Task<Shown> LeadAsync(Visit visit, CardAction action, CancellationToken ct) => action.Verb switch
    {
        Verbs.PendingOpen => inbox.Lists.PendingAsync(visit, action.Skip(), ct),
        Verbs.PendingTake => inbox.Lists.TakeAsync(visit, action, ct),
        Verbs.PendingTakeAll => inbox.Lists.TakeAllAsync(visit, ct),
        Verbs.MineOpen when action.Customer() is { } customer => inbox.One.OpenAsync(visit, customer, ct),
        Verbs.MineOpen => inbox.Lists.MineAsync(visit, action.Skip(), ct),
        Verbs.MineClose or Verbs.ConversationClose => inbox.Lists.CloseAsync(visit, action, ct),
        Verbs.MinePass => inbox.Lists.AskPassAsync(visit, action, ct),
        Verbs.MinePassTo => inbox.Lists.PassSomeAsync(visit, action, ct),
        Verbs.ClosedOpen => inbox.Lists.ClosedAsync(visit, action.Skip(), ct),
        Verbs.ConversationReopen => inbox.Lists.ReopenAsync(visit, action, ct),
        Verbs.ConversationReply => inbox.One.ReplyAsync(visit, action, ct),
        Verbs.ConversationTake => inbox.One.TakeAsync(visit, action, ct),
        Verbs.ConversationMore when action.Customer() is { } customer => inbox.Customer.OpenAsync(visit, action, customer, ct),
        Verbs.ConversationTag => inbox.Customer.TagAsync(visit, action, ct),
        Verbs.ConversationNote => inbox.Customer.NoteAsync(visit, action, ct),
        Verbs.ConversationPass => inbox.Customer.PassAsync(visit, action, ct),
        Verbs.ConversationStop or Verbs.ConversationResume => inbox.Customer.SuppressAsync(visit, action, ct),
        Verbs.TeamOpen => inbox.Team.OpenAsync(visit, action.Skip(), ct),
        Verbs.TeamMember => inbox.Team.MemberAsync(visit, action, ct),
        Verbs.TeamBound => inbox.Team.BoundAsync(visit, action, ct),
        Verbs.TeamConversation => inbox.Team.ConversationAsync(visit, action, ct),
        Verbs.TeamRaw => inbox.Team.RawAsync(visit, action, ct),
        Verbs.TeamPass => inbox.Team.PassAsync(visit, action, ct),
        Verbs.TeamTake => inbox.Team.TakeAsync(visit, action, ct),
        Verbs.BroadcastStart => broadcasts.Choosing.StartAsync(visit, ct),
        Verbs.BroadcastChoose => broadcasts.Choosing.ChooseAsync(visit, action, ct),
        Verbs.BroadcastPick => broadcasts.Pick.PressAsync(visit, action, ct),
        Verbs.BroadcastCompose => broadcasts.Composing.ComposeAsync(visit, action, ct),
        Verbs.BroadcastArrange => broadcasts.Composing.ArrangeAsync(visit, action, ct),
        Verbs.BroadcastInsert => broadcasts.Composing.InsertAsync(visit, action, ct),
        Verbs.BroadcastPreview => broadcasts.Choosing.PreviewAsync(visit, action, ct),
        Verbs.BroadcastSend => broadcasts.Promising.SendAsync(visit, action, ct),
        Verbs.BroadcastSchedule => broadcasts.Promising.ScheduleAsync(visit, action, ct),
        Verbs.BroadcastLeft => broadcasts.Choosing.LeftAsync(visit, action, ct),
        Verbs.BroadcastReview => broadcasts.Promising.ReviewAsync(visit, action, ct),
        Verbs.BroadcastApprove => broadcasts.Promising.ApproveAsync(visit, action, ct),
        Verbs.BroadcastReturn => broadcasts.Promising.ReturnAsync(visit, action, ct),
        Verbs.BroadcastWithdraw => broadcasts.Promising.WithdrawAsync(visit, action, ct),
        Verbs.BroadcastPause => broadcasts.Records.PauseAsync(visit, action, ct),
        Verbs.BroadcastResume => broadcasts.Records.ResumeAsync(visit, action, ct),
        Verbs.BroadcastCancel => broadcasts.Records.CancelAsync(visit, action, ct),
        Verbs.RecordsOpen => broadcasts.Records.OpenAsync(visit, action.Campaign(), ct),
        Verbs.RecordsPage => broadcasts.Records.ListAsync(visit, action.Skip(), ct),
        Verbs.RecordsRecipients => broadcasts.Records.RecipientsAsync(visit, action, ct),
        Verbs.RecordsRetry => broadcasts.Retry.StartAsync(visit, action, ct),
        Verbs.RecordsExport => broadcasts.Records.ExportAsync(visit, action, ct),
        Verbs.MediaBegin or Verbs.MediaJoin or Verbs.MediaReply or Verbs.MediaSave => side.Attachments.PressAsync(visit, action, ct),
        Verbs.SavedOpen => side.Saved.ListAsync(visit, action.Skip(), ct),
        Verbs.SavedNew => side.Saved.NewAsync(visit, [], ct),
        Verbs.SavedEdit => side.Saved.EditAsync(visit, action, ct),
        Verbs.SavedKeep => side.Saved.KeepAsync(visit, action, ct),
        Verbs.SavedAskDelete => side.Saved.AskDeleteAsync(visit, action, ct),
        Verbs.SavedDelete => side.Saved.DeleteAsync(visit, action, ct),
        Verbs.BoundOpen => side.Bound.MineAsync(visit, ct),
        Verbs.BoundList => side.Bound.ListAsync(visit, action, ct),
        Verbs.BoundTransfer => side.Bound.TransferAsync(visit, action, ct),
        Verbs.BoundBroadcast => side.Bound.BroadcastAsync(visit, action, ct),
        Verbs.ConversationBind or Verbs.ConversationUnbind => side.Bound.PressAsync(visit, action, ct),
        Verbs.TemplateList => side.Templates.ListAsync(visit, action, ct),
        Verbs.TemplateSplit => side.Templates.SplitAsync(visit, action, ct),
        Verbs.TemplatePick => side.Templates.PickAsync(visit, action, ct),
        Verbs.TemplateFill => side.Templates.FillAsync(visit, action, ct),
        Verbs.SettingsLanguage => side.Settings.LanguageAsync(visit, action, ct),
        Verbs.SettingsDuty => side.Settings.DutyAsync(visit, action, ct),
        Verbs.PersonFind => side.Administration.Persons.FindAsync(visit, action, ct),
        Verbs.PersonExport => side.Administration.Persons.ExportAsync(visit, action, ct),
        Verbs.PersonAskErase => side.Administration.Persons.AskEraseAsync(visit, action, ct),
        Verbs.PersonErase => side.Administration.Persons.EraseAsync(visit, action, ct),
        Verbs.AuditOpen => side.Administration.Audit.OpenAsync(visit, action, ct),
        Verbs.AuditExport => side.Administration.Audit.ExportAsync(visit, action, ct),
        Verbs.QuarantineOpen => side.Administration.Quarantine.OpenAsync(visit, ct),
        Verbs.QuarantineRetry => side.Administration.Quarantine.RetryAsync(visit, action, ct),
        Verbs.OptOutsOpen => side.Administration.OptOuts.OpenAsync(visit, ct),
        Verbs.OptOutsImport => side.Administration.OptOuts.ImportAsync(visit, action, ct),
        Verbs.OptOutsExport => side.Administration.OptOuts.ExportAsync(visit, ct),
        Verbs.HelpOpen => Task.FromResult(Help(visit, welcome: false)),
        Verbs.CommandRun => RunAsync(visit, CommandReader.Named(action.Text("command")), ct),
        _ => throw new InvalidOperationException($"No flow does {action.Verb}"),
    };

    // An answer to a customer lacks its words: how to say them is all that one tap can do.
    private Task<Shown> RunAsync(Visit visit, CommandName? name, CancellationToken ct) => name switch
    {
        null => Task.FromResult(Help(visit, welcome: false)),
        CommandName.Reply => Task.FromResult<Shown>(new Shown.Note(visit.Phrases["Reply_How"])),
        { } known => LeadAsync(visit, CommandReader.Plain(known), Guid.Empty, ct),
    };

    private static Shown Unknown(Visit visit, Command.Unknown unknown) => new Shown.Card(SuggestCard.Draw(visit.Phrases, visit.Who, unknown));
}

/// <summary>The flows beside conversations and broadcasts.</summary>
internal sealed record SideFlows(AttachmentFlow Attachments, SavedReplyFlow Saved, BindingFlow Bound, TemplateFlow Templates, SettingsFlow Settings, AdministrationFlows Administration, SearchFlow Search, Acts Acts);

/// <summary>The flows of administrators.</summary>
internal sealed record AdministrationFlows(AuditFlow Audit, PersonalDataFlow Persons, QuarantineFlow Quarantine, OptOutFlow OptOuts);

/// <summary>The flows of broadcasts: whom they go to, what they say, the button and what stands before it, and what became of them.</summary>
internal sealed record BroadcastFlows(CampaignFlow Choosing, PickFlow Pick, ComposeFlow Composing, PromiseFlow Promising, RecordFlow Records, RetryFlow Retry);

/// <summary>The flows of conversations: the lists, one of them, its customer, and the store's.</summary>
internal sealed record ConversationFlows(InboxFlow Lists, ConversationFlow One, CustomerFlow Customer, TeamFlow Team);
