using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Teams.Cards;

namespace OmoBroadcast.Tests.Teams;

public sealed partial class MatrixTests
{
    private static readonly Dictionary<string, About> Table = new()
    {
        [Verbs.PendingOpen] = About.Oneself,
        [Verbs.PendingTake] = About.Customer,
        [Verbs.PendingTakeAll] = About.Oneself,
        [Verbs.MineOpen] = About.Customer,
        [Verbs.MineClose] = About.Customer,
        [Verbs.MinePass] = About.Oneself,
        [Verbs.MinePassTo] = About.Customer,
        [Verbs.ClosedOpen] = About.Oneself,
        [Verbs.ConversationReply] = About.Customer,
        [Verbs.ConversationTag] = About.Customer,
        [Verbs.ConversationTake] = About.Customer,
        [Verbs.ConversationClose] = About.Customer,
        [Verbs.ConversationReopen] = About.Customer,
        [Verbs.ConversationMore] = About.Customer,
        [Verbs.ConversationNote] = About.Customer,
        [Verbs.ConversationPass] = About.Customer,
        [Verbs.ConversationStop] = About.Customer,
        [Verbs.ConversationResume] = About.Customer,
        [Verbs.ConversationBind] = About.Customer,
        [Verbs.ConversationUnbind] = About.Customer,
        [Verbs.TeamOpen] = About.Oneself,
        [Verbs.TeamMember] = About.Customer,
        [Verbs.TeamBound] = About.Customer,
        [Verbs.TeamConversation] = About.Customer,
        [Verbs.TeamRaw] = About.Customer,
        [Verbs.TeamPass] = About.Customer,
        [Verbs.TeamTake] = About.Customer,
        [Verbs.BroadcastStart] = About.Oneself,
        [Verbs.BroadcastChoose] = About.Draft,
        [Verbs.BroadcastPick] = About.Draft,
        [Verbs.BroadcastCompose] = About.Draft,
        [Verbs.BroadcastArrange] = About.Draft,
        [Verbs.BroadcastInsert] = About.Draft,
        [Verbs.BroadcastPreview] = About.Draft,
        [Verbs.BroadcastLeft] = About.Draft,
        [Verbs.BroadcastSend] = About.Draft,
        [Verbs.BroadcastSchedule] = About.Draft,
        [Verbs.BroadcastReview] = About.Awaiting,
        [Verbs.BroadcastApprove] = About.Awaiting,
        [Verbs.BroadcastReturn] = About.Awaiting,
        [Verbs.BroadcastWithdraw] = About.Awaiting,
        [Verbs.BroadcastPause] = About.Sending,
        [Verbs.BroadcastResume] = About.Paused,
        [Verbs.BroadcastCancel] = About.Paused,
        [Verbs.RecordsOpen] = About.Paused,
        [Verbs.RecordsPage] = About.Oneself,
        [Verbs.RecordsRecipients] = About.Paused,
        [Verbs.RecordsRetry] = About.Paused,
        [Verbs.RecordsExport] = About.Paused,
        [Verbs.MediaBegin] = About.Oneself,
        [Verbs.MediaJoin] = About.Draft,
        [Verbs.MediaReply] = About.Customer,
        [Verbs.MediaSave] = About.Oneself,
        [Verbs.SavedOpen] = About.Oneself,
        [Verbs.SavedNew] = About.Oneself,
        [Verbs.SavedEdit] = About.Saved,
        [Verbs.SavedKeep] = About.Saved,
        [Verbs.SavedAskDelete] = About.Saved,
        [Verbs.SavedDelete] = About.Saved,
        [Verbs.BoundOpen] = About.Oneself,
        [Verbs.BoundList] = About.Oneself,
        [Verbs.BoundTransfer] = About.Customer,
        [Verbs.BoundBroadcast] = About.Oneself,
        [Verbs.TemplateList] = About.Draft,
        [Verbs.TemplateSplit] = About.Draft,
        [Verbs.TemplatePick] = About.Draft,
        [Verbs.TemplateFill] = About.Draft,
        [Verbs.SettingsLanguage] = About.Oneself,
        [Verbs.SettingsDuty] = About.Oneself,
        [Verbs.AuditOpen] = About.Oneself,
        [Verbs.AuditExport] = About.Oneself,
        [Verbs.HelpOpen] = About.Oneself,
        [Verbs.PersonFind] = About.Oneself,
        [Verbs.PersonExport] = About.Person,
        [Verbs.PersonAskErase] = About.Person,
        [Verbs.PersonErase] = About.Person,
        [Verbs.QuarantineOpen] = About.Oneself,
        [Verbs.QuarantineRetry] = About.Oneself,
        [Verbs.OptOutsOpen] = About.Oneself,
        [Verbs.OptOutsImport] = About.Oneself,
        [Verbs.OptOutsExport] = About.Oneself,
        [Verbs.CommandRun] = About.Oneself,
    };

    /// <summary>What a verb is about; oneself: whatever the card names of others, it is passed over.</summary>
    private enum About
    {
        Oneself,
        Customer,
        Draft,
        Awaiting,
        Sending,
        Paused,
        Saved,
        Person,
    }

    public static TheoryData<string> All => OncePerActionTests.All;
}
