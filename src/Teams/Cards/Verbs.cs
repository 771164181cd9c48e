using OmoBroadcast.Desks.Acts;

namespace OmoBroadcast.Teams.Cards;

/// <summary>What the buttons of our cards do. Each verb is declared here and nowhere else; the flow that does it registers its
/// handler.</summary>
internal static class Verbs
{
    // First: what is declared below enters it.
    private static readonly Dictionary<string, Verb> Known = new(StringComparer.Ordinal);

    public static readonly ShowVerb<ListPage> PendingOpen = Shows<ListPage>("pending.open", Access.Sellers);
    public static readonly OnceVerb<CustomerTarget> PendingTake = Once<CustomerTarget>("pending.take", Access.Sellers);
    public static readonly OnceVerb<Nothing> PendingTakeAll = Once<Nothing>("pending.takeAll", Access.Sellers);

    public static readonly ShowVerb<Nothing> PendingAskAll = Shows<Nothing>("pending.askAll", Access.Sellers);
    public static readonly OnceVerb<TakenAt> PendingGiveBack = Once<TakenAt>("pending.giveBack", Access.Sellers);
    public static readonly ShowVerb<Nothing> WaitingOpen = Shows<Nothing>("waiting.open", Access.Sellers);

    public static readonly ShowVerb<CustomerTarget> MineOpen = Shows<CustomerTarget>("mine.open", Access.Sellers);
    public static readonly OnceVerb<CustomerTarget> MineClose = Once<CustomerTarget>("mine.close", Access.Sellers);

    public static readonly OnceVerb<ReplyForm> ConversationReply = Once<ReplyForm>("conversation.reply", Access.Sellers);
    public static readonly ShowVerb<WhichForm> ConversationWhich = Shows<WhichForm>("conversation.which", Access.Sellers);
    public static readonly OnceVerb<CustomerForm> ConversationTag = Once<CustomerForm>("conversation.tag", Access.Sellers);
    public static readonly OnceVerb<CustomerTarget> ConversationTake = Once<CustomerTarget>("conversation.take", Access.Sellers);
    public static readonly OnceVerb<CustomerTarget> ConversationClose = Once<CustomerTarget>("conversation.close", Access.Sellers);
    public static readonly OnceVerb<CustomerTarget> ConversationReopen = Once<CustomerTarget>("conversation.reopen", Access.Sellers);
    public static readonly ShowVerb<CustomerForm> ConversationMore = Shows<CustomerForm>("conversation.more", Access.Sellers);
    public static readonly ShowVerb<HistoryForm> ConversationHistory = Shows<HistoryForm>("conversation.history", Access.Sellers);
    public static readonly OnceVerb<CustomerForm> ConversationNote = Once<CustomerForm>("conversation.note", Access.Sellers);
    public static readonly OnceVerb<CustomerForm> ConversationPass = Once<CustomerForm>("conversation.pass", Access.Sellers);
    public static readonly OnceVerb<SuppressionForm> ConversationStop = Once<SuppressionForm>("conversation.stop", Access.Sellers);
    public static readonly OnceVerb<SuppressionForm> ConversationResume = Once<SuppressionForm>("conversation.resume", Access.Sellers);

    public static readonly ShowVerb<PassForm> MinePass = Shows<PassForm>("mine.pass", Access.Sellers);
    public static readonly OnceVerb<PassForm> MinePassTo = Once<PassForm>("mine.passTo", Access.Sellers);

    public static readonly ShowVerb<FindForm> FindOpen = Shows<FindForm>("find.open", Access.Sellers);

    public static readonly ShowVerb<ListPage> ClosedOpen = Shows<ListPage>("closed.open", Access.Sellers);

    public static readonly ShowVerb<ListPage> TeamOpen = Shows<ListPage>("team.open", Access.Managers);
    public static readonly ShowVerb<Nothing> TeamApprovals = Shows<Nothing>("team.approvals", Access.Managers);
    public static readonly ShowVerb<StaffTarget> TeamMember = Shows<StaffTarget>("team.member", Access.Managers);
    public static readonly ShowVerb<StaffTarget> TeamBound = Shows<StaffTarget>("team.bound", Access.Managers);
    public static readonly ShowVerb<TeamForm> TeamConversation = Shows<TeamForm>("team.conversation", Access.Managers);
    public static readonly ShowVerb<CustomerTarget> TeamRaw = Shows<CustomerTarget>("team.raw", Access.Managers);
    public static readonly OnceVerb<TeamForm> TeamPass = Once<TeamForm>("team.pass", Access.Managers);
    public static readonly OnceVerb<TeamForm> TeamTake = Once<TeamForm>("team.take", Access.Managers);

    public static readonly ShowVerb<Nothing> BroadcastStart = Shows<Nothing>("broadcast.start", Access.Sellers);
    public static readonly DraftVerb<DraftForm> BroadcastChoose = Drafts<DraftForm>("broadcast.choose", Access.Sellers);
    public static readonly DraftVerb<PickForm> BroadcastPick = Drafts<PickForm>("broadcast.pick", Access.Sellers);
    public static readonly DraftVerb<DraftForm> BroadcastCompose = Drafts<DraftForm>("broadcast.compose", Access.Sellers);
    public static readonly DraftVerb<ArrangeForm> BroadcastArrange = Drafts<ArrangeForm>("broadcast.arrange", Access.Sellers);
    public static readonly DraftVerb<DraftForm> BroadcastInsert = Drafts<DraftForm>("broadcast.insert", Access.Sellers);
    public static readonly DraftVerb<DraftForm> BroadcastAttach = Drafts<DraftForm>("broadcast.attach", Access.Sellers);
    public static readonly ShowVerb<CampaignTarget> BroadcastPreview = Shows<CampaignTarget>("broadcast.preview", Access.Sellers);
    public static readonly OnceVerb<ScheduleForm> BroadcastSend = Once<ScheduleForm>("broadcast.send", Access.Sellers);
    public static readonly OnceVerb<ScheduleForm> BroadcastAnyway = Once<ScheduleForm>("broadcast.anyway", Access.Managers);
    public static readonly OnceVerb<ScheduleForm> BroadcastSchedule = Once<ScheduleForm>("broadcast.schedule", Access.Sellers);
    public static readonly ShowVerb<ScheduleForm> BroadcastTimed = Shows<ScheduleForm>("broadcast.timed", Access.Sellers);
    public static readonly DraftVerb<MessageTarget> BroadcastRemove = Drafts<MessageTarget>("broadcast.remove", Access.Sellers);
    public static readonly ShowVerb<LeftTarget> BroadcastLeft = Shows<LeftTarget>("broadcast.left", Access.Sellers);
    public static readonly ShowVerb<ReviewForm> BroadcastReview = Shows<ReviewForm>("broadcast.review", Access.Managers);
    public static readonly OnceVerb<ReviewForm> BroadcastApprove = Once<ReviewForm>("broadcast.approve", Access.Managers);
    public static readonly OnceVerb<ReviewForm> BroadcastReturn = Once<ReviewForm>("broadcast.return", Access.Managers);
    public static readonly OnceVerb<CampaignTarget> BroadcastWithdraw = Once<CampaignTarget>("broadcast.withdraw", Access.Sellers);
    public static readonly OnceVerb<CampaignTarget> BroadcastRetime = Once<CampaignTarget>("broadcast.retime", Access.Sellers);
    public static readonly OnceVerb<CampaignTarget> BroadcastRevise = Once<CampaignTarget>("broadcast.revise", Access.Sellers);
    public static readonly OnceVerb<CampaignTarget> BroadcastPause = Once<CampaignTarget>("broadcast.pause", Access.Sellers);
    public static readonly OnceVerb<CampaignTarget> BroadcastResume = Once<CampaignTarget>("broadcast.resume", Access.Sellers);
    public static readonly ShowVerb<CampaignTarget> BroadcastAskCancel = Shows<CampaignTarget>("broadcast.askCancel", Access.Sellers);
    public static readonly OnceVerb<CampaignTarget> BroadcastCancel = Once<CampaignTarget>("broadcast.cancel", Access.Sellers);

    public static readonly ShowVerb<CampaignTarget> RecordsOpen = Shows<CampaignTarget>("records.open", Access.Sellers);
    public static readonly ShowVerb<ListPage> RecordsPage = Shows<ListPage>("records.page", Access.Sellers);
    public static readonly ShowVerb<ListPage> RecordsDrafts = Shows<ListPage>("records.drafts", Access.Sellers);

    // Another press, another copy: a draft does nothing by itself.
    public static readonly DraftVerb<CampaignTarget> RecordsCopy = Drafts<CampaignTarget>("records.copy", Access.Sellers);
    public static readonly ShowVerb<RecipientsForm> RecordsRecipients = Shows<RecipientsForm>("records.recipients", Access.Sellers);

    // Of one origin there is one draft at a time, however often it is asked for.
    public static readonly DraftVerb<RetryTarget> RecordsRetry = Drafts<RetryTarget>("records.retry", Access.Sellers);
    public static readonly OnceVerb<CampaignTarget> RecordsExport = Once<CampaignTarget>("records.export", Access.Sellers);

    public static readonly ShowVerb<AskedForm> MediaAsk = Shows<AskedForm>("media.ask", Access.Sellers);
    public static readonly ShowVerb<AttachmentForm> MediaBegin = Shows<AttachmentForm>("media.begin", Access.Sellers);

    // What is there already is not added again.
    public static readonly DraftVerb<AttachmentForm> MediaJoin = Drafts<AttachmentForm>("media.join", Access.Sellers);
    public static readonly OnceVerb<AttachmentForm> MediaReply = Once<AttachmentForm>("media.reply", Access.Sellers);
    public static readonly ShowVerb<AttachmentForm> MediaSave = Shows<AttachmentForm>("media.save", Access.Everyone);

    public static readonly ShowVerb<ListPage> SavedOpen = Shows<ListPage>("saved.open", Access.Everyone);
    public static readonly ShowVerb<Nothing> SavedNew = Shows<Nothing>("saved.new", Access.Everyone);
    public static readonly ShowVerb<SavedTarget> SavedEdit = Shows<SavedTarget>("saved.edit", Access.Everyone);
    public static readonly OnceVerb<SavedForm> SavedKeep = Once<SavedForm>("saved.keep", Access.Everyone);
    public static readonly ShowVerb<SavedTarget> SavedAskDelete = Shows<SavedTarget>("saved.askDelete", Access.Everyone);
    public static readonly OnceVerb<SavedTarget> SavedDelete = Once<SavedTarget>("saved.delete", Access.Everyone);

    public static readonly ShowVerb<Nothing> BoundOpen = Shows<Nothing>("bound.open", Access.Sellers);
    public static readonly ShowVerb<BoundForm> BoundList = Shows<BoundForm>("bound.list", Access.Sellers);
    public static readonly OnceVerb<BoundForm> BoundTransfer = Once<BoundForm>("bound.transfer", Access.Sellers);
    public static readonly ShowVerb<BoundForm> BoundBroadcast = Shows<BoundForm>("bound.broadcast", Access.Sellers);

    public static readonly OnceVerb<CustomerForm> ConversationBind = Once<CustomerForm>("conversation.bind", Access.Sellers);
    public static readonly OnceVerb<CustomerForm> ConversationUnbind = Once<CustomerForm>("conversation.unbind", Access.Sellers);

    public static readonly DraftVerb<TemplatePage> TemplateList = Drafts<TemplatePage>("template.list", Access.Sellers);
    public static readonly DraftVerb<ScopeTarget> TemplateSplit = Drafts<ScopeTarget>("template.split", Access.Sellers);
    public static readonly DraftVerb<TemplateTarget> TemplatePick = Drafts<TemplateTarget>("template.pick", Access.Sellers);
    public static readonly DraftVerb<TemplateAnswers> TemplateFill = Drafts<TemplateAnswers>("template.fill", Access.Sellers);

    public static readonly OnceVerb<LanguageTarget> SettingsLanguage = Once<LanguageTarget>("settings.language", Access.Everyone);
    public static readonly OnceVerb<DutyTarget> SettingsDuty = Once<DutyTarget>("settings.duty", Access.Everyone);

    public static readonly ShowVerb<AuditQuery> AuditOpen = Shows<AuditQuery>("audit.open", Access.Administrators);
    public static readonly OnceVerb<AuditQuery> AuditExport = Once<AuditQuery>("audit.export", Access.Administrators);

    public static readonly ShowVerb<PersonQuery> PersonFind = Shows<PersonQuery>("person.find", Access.Administrators);
    public static readonly OnceVerb<CustomerTarget> PersonExport = Once<CustomerTarget>("person.export", Access.Administrators);
    public static readonly ShowVerb<CustomerTarget> PersonAskErase = Shows<CustomerTarget>("person.askErase", Access.Administrators);
    public static readonly OnceVerb<CustomerTarget> PersonErase = Once<CustomerTarget>("person.erase", Access.Administrators);

    public static readonly ShowVerb<Nothing> QuarantineOpen = Shows<Nothing>("quarantine.open", Access.Administrators);
    public static readonly OnceVerb<QuarantineTarget> QuarantineRetry = Once<QuarantineTarget>("quarantine.retry", Access.Administrators);

    public static readonly ShowVerb<Nothing> OptOutsOpen = Shows<Nothing>("optouts.open", Access.Administrators);
    public static readonly OnceVerb<FileTarget> OptOutsImport = Once<FileTarget>("optouts.import", Access.Administrators);
    public static readonly OnceVerb<Nothing> OptOutsExport = Once<Nothing>("optouts.export", Access.Administrators);

    public static readonly ShowVerb<Nothing> HelpOpen = Shows<Nothing>("help.open", Access.Everyone);

    public static readonly ShowVerb<CommandTarget> CommandRun = Shows<CommandTarget>("command.run", Access.Everyone);

    public static IReadOnlyCollection<Verb> All => Known.Values;

    /// <summary>Null for a verb that no card of ours has.</summary>
    public static Verb? Find(string name) => Known.GetValueOrDefault(name);

    private static ShowVerb<T> Shows<T>(string name, Access access)
        where T : IPayload<T> => Add(new ShowVerb<T>(name, access));

    private static DraftVerb<T> Drafts<T>(string name, Access access)
        where T : IPayload<T> => Add(new DraftVerb<T>(name, access));

    private static OnceVerb<T> Once<T>(string name, Access access)
        where T : IPayload<T> => Add(new OnceVerb<T>(name, access));

    private static T Add<T>(T verb)
        where T : Verb
    {
        Known.Add(verb.Name, verb);
        return verb;
    }
}
