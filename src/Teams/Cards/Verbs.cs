namespace OmoBroadcast.Teams.Cards;

/// <summary>What the buttons of our cards do.</summary>
public static class Verbs
{
    public const string PendingOpen = "pending.open";
    public const string PendingTake = "pending.take";
    public const string PendingTakeAll = "pending.takeAll";
    public const string MineOpen = "mine.open";
    public const string MineClose = "mine.close";
    public const string ConversationReply = "conversation.reply";
    public const string ConversationTag = "conversation.tag";
    public const string ConversationTake = "conversation.take";
    public const string ConversationClose = "conversation.close";
    public const string BroadcastStart = "broadcast.start";
    public const string BroadcastChoose = "broadcast.choose";
    public const string BroadcastCompose = "broadcast.compose";
    public const string BroadcastArrange = "broadcast.arrange";
    public const string BroadcastInsert = "broadcast.insert";
    public const string BroadcastPreview = "broadcast.preview";
    public const string BroadcastSend = "broadcast.send";
    public const string BroadcastSchedule = "broadcast.schedule";
    public const string BroadcastPause = "broadcast.pause";
    public const string BroadcastResume = "broadcast.resume";
    public const string BroadcastCancel = "broadcast.cancel";
    public const string RecordsOpen = "records.open";
    public const string RecordsPage = "records.page";
    public const string RecordsRecipients = "records.recipients";
    public const string RecordsRetry = "records.retry";
    public const string RecordsExport = "records.export";
    public const string MediaBegin = "media.begin";
    public const string MediaReply = "media.reply";
    public const string MediaSave = "media.save";
    public const string SavedOpen = "saved.open";
    public const string SavedNew = "saved.new";
    public const string SavedEdit = "saved.edit";
    public const string SavedKeep = "saved.keep";
    public const string SavedAskDelete = "saved.askDelete";
    public const string SavedDelete = "saved.delete";
    public const string BoundOpen = "bound.open";
    public const string BoundList = "bound.list";
    public const string BoundTransfer = "bound.transfer";
    public const string BoundBroadcast = "bound.broadcast";
    public const string ConversationBind = "conversation.bind";
    public const string ConversationUnbind = "conversation.unbind";
    public const string TemplateList = "template.list";
    public const string TemplateSplit = "template.split";
    public const string TemplatePick = "template.pick";
    public const string TemplateFill = "template.fill";
    public const string SettingsLanguage = "settings.language";
    public const string SettingsDuty = "settings.duty";
    public const string AuditOpen = "audit.open";
    public const string AuditExport = "audit.export";
    public const string HelpOpen = "help.open";
}
