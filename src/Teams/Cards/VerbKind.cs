namespace OmoBroadcast.Teams.Cards;

/// <summary>What pressing a button may do, and how it is kept from being done twice.</summary>
internal enum VerbKind
{
    /// <summary>Shows something; may be pressed again and again.</summary>
    View,

    /// <summary>Changes a draft of one's own, which counts its versions: on an older one nothing is done.</summary>
    Draft,

    /// <summary>Takes effect, once: by the id that the button carries, or by the campaign and its version.</summary>
    Once,
}

/// <summary>Every verb has its kind here; a test looks for those that have none.</summary>
internal static class VerbKinds
{
    /// <summary>Null for a verb that no card of ours has.</summary>
    public static VerbKind? Of(string verb) =>
        verb switch
        {
            Verbs.PendingOpen or Verbs.MineOpen or Verbs.MinePass or Verbs.ClosedOpen or Verbs.ConversationMore => VerbKind.View,
            Verbs.TeamOpen or Verbs.TeamMember or Verbs.TeamBound or Verbs.TeamConversation or Verbs.TeamRaw => VerbKind.View,
            Verbs.BroadcastStart or Verbs.BroadcastPreview or Verbs.BroadcastLeft or Verbs.BroadcastReview => VerbKind.View,
            Verbs.RecordsOpen or Verbs.RecordsPage or Verbs.RecordsRecipients => VerbKind.View,
            Verbs.MediaBegin or Verbs.MediaSave => VerbKind.View,
            Verbs.SavedOpen or Verbs.SavedNew or Verbs.SavedEdit or Verbs.SavedAskDelete => VerbKind.View,
            Verbs.BoundOpen or Verbs.BoundList or Verbs.BoundBroadcast => VerbKind.View,
            Verbs.PersonFind or Verbs.PersonAskErase => VerbKind.View,
            Verbs.AuditOpen or Verbs.QuarantineOpen or Verbs.OptOutsOpen or Verbs.HelpOpen or Verbs.CommandRun => VerbKind.View,

            Verbs.BroadcastChoose or Verbs.BroadcastPick or Verbs.BroadcastCompose or Verbs.BroadcastArrange or Verbs.BroadcastInsert =>
                VerbKind.Draft,
            // What is there already is not added again.
            Verbs.MediaJoin => VerbKind.Draft,

            // Of one origin there is one draft at a time, however often it is asked for.
            Verbs.RecordsRetry => VerbKind.Draft,
            Verbs.TemplateList or Verbs.TemplateSplit or Verbs.TemplatePick or Verbs.TemplateFill => VerbKind.Draft,

            Verbs.PendingTake or Verbs.PendingTakeAll or Verbs.MineClose or Verbs.MinePassTo or Verbs.ConversationReopen => VerbKind.Once,
            Verbs.ConversationNote
            or Verbs.ConversationPass
            or Verbs.ConversationStop
            or Verbs.ConversationResume
            or Verbs.TeamPass
            or Verbs.TeamTake => VerbKind.Once,
            Verbs.ConversationReply or Verbs.ConversationTag or Verbs.ConversationTake or Verbs.ConversationClose => VerbKind.Once,
            Verbs.ConversationBind or Verbs.ConversationUnbind => VerbKind.Once,
            Verbs.BroadcastSend or Verbs.BroadcastSchedule or Verbs.BroadcastPause or Verbs.BroadcastResume or Verbs.BroadcastCancel =>
                VerbKind.Once,
            Verbs.BroadcastApprove or Verbs.BroadcastReturn or Verbs.BroadcastWithdraw => VerbKind.Once,
            Verbs.PersonExport or Verbs.PersonErase => VerbKind.Once,
            Verbs.RecordsExport or Verbs.AuditExport or Verbs.OptOutsExport or Verbs.OptOutsImport or Verbs.QuarantineRetry =>
                VerbKind.Once,
            Verbs.MediaReply or Verbs.SavedKeep or Verbs.SavedDelete or Verbs.BoundTransfer => VerbKind.Once,
            Verbs.SettingsLanguage or Verbs.SettingsDuty => VerbKind.Once,
            _ => null,
        };
}
