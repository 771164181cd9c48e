using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Teams.Activities;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Commands;
using OmoBroadcast.Teams.Connector;

namespace OmoBroadcast.Teams.Flows;

/// <summary>Leads what somebody wrote or attached to the flow that does it.</summary>
internal sealed class MessageRouter(CommandTable commands, TypedIntake typed, AttachmentIntake attachments, CardActs acts, ChatTrail trail)
{
    private const string Attaching = "media.attach";

    /// <param name="id">The same for every repetition of the same message.</param>
    public async Task<FlowResult> HearAsync(Visit visit, Command command, Guid id, CancellationToken cancellationToken)
    {
        await trail.SaidAsync(visit.Address.ConversationId, null, null);
        return command switch
        {
            Command.Plain plain => await commands.RunAsync(visit, plain.Name, cancellationToken),
            Command.Reply reply => await acts.TypedAsync(visit, Verbs.ConversationReply, id, () =>
                typed.Replies.ReplyAsync(visit, reply, id, [], cancellationToken)
            ),
            Command.Find find => await typed.Find.FindAsync(visit, new() { Words = find.Words }, cancellationToken),
            Command.Unknown unknown => await typed.Loose.OfferAsync(visit, unknown, id, cancellationToken),
            _ => HelpFlow.Open(visit, welcome: false),
        };
    }

    /// <summary>A message that something is attached to.</summary>
    /// <param name="id">The same for every repetition of the same message.</param>
    public async Task<FlowResult> ReceiveAsync(
        Visit visit,
        Activity activity,
        Command command,
        Guid id,
        CancellationToken cancellationToken
    )
    {
        // An administrator sends no pictures to customers: what they attach is a list.
        if (visit.Who.Role == Role.Administrator && !command.Is(CommandName.SavedReplies))
            return await attachments.OptOuts.ReceiveAsync(visit, activity, cancellationToken);
        var under = visit with { Chat = await trail.FindAsync(visit.Address.ConversationId, cancellationToken) };
        var act = command is Command.Reply ? Verbs.ConversationReply.Name : Attaching;
        var shown = await acts.TypedAsync(visit, act, id, () =>
            attachments.Media.ReceiveAsync(under, activity, command, id, cancellationToken)
        );
        await trail.SaidAsync(visit.Address.ConversationId, activity.Id, null);
        return shown;
    }
}

/// <summary>What is typed and is no command of its own: an answer, or words that somebody has to say whom they are for.</summary>
internal sealed record TypedIntake(TypedReplyFlow Replies, LooseTextFlow Loose, FindFlow Find);

/// <summary>What attachments can be: media for customers, or a list of those who opted out.</summary>
internal sealed record AttachmentIntake(AttachmentFlow Media, OptOutFlow OptOuts);
