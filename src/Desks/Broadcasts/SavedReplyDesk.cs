using OmoBroadcast.Broadcast;
using OmoBroadcast.Broadcast.Planning;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Domain.Texts;
using OmoBroadcast.Storage.Media;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Desks.Broadcasts;

/// <summary>預存回覆: seeing, making, changing and deleting them. An administrator, who may send nothing, may keep them in order.</summary>
public sealed class SavedReplyDesk(SavedReplies replies, StaffDirectory staff, MediaShelf shelf, Node node)
{
    /// <summary>Those this person may see, by name.</summary>
    public Task<Answer<IReadOnlyList<SavedReply>>> ListAsync(StaffMember me, CancellationToken cancellationToken) =>
        Permissions.ServeAsync<IReadOnlyList<SavedReply>>(async () =>
            new Answer<IReadOnlyList<SavedReply>>.Ok([.. (await replies.AllAsync(cancellationToken)).Where(reply => reply.MaySee(me))])
        );

    /// <summary>Those this person may use, by name.</summary>
    public Task<Answer<IReadOnlyList<SavedReply>>> UsableAsync(StaffMember me, CancellationToken cancellationToken) =>
        Permissions.ServeAsync<IReadOnlyList<SavedReply>>(async () =>
            new Answer<IReadOnlyList<SavedReply>>.Ok([.. (await replies.AllAsync(cancellationToken)).Where(reply => reply.MayUse(me))])
        );

    /// <summary>One to be used.</summary>
    public Task<Answer<SavedReply>> UseAsync(StaffMember me, long id, CancellationToken cancellationToken) =>
        FindAsync(id, reply => reply.MayUse(me), cancellationToken);

    /// <summary>One to be changed.</summary>
    public Task<Answer<SavedReply>> EditAsync(StaffMember me, long id, CancellationToken cancellationToken) =>
        FindAsync(id, reply => reply.MayEdit(me), cancellationToken);

    /// <summary>What was made by that act.</summary>
    public Task<Answer<SavedReply>> MadeAsync(StaffMember me, Guid action, CancellationToken cancellationToken) =>
        Permissions.ServeAsync<SavedReply>(async () =>
            await replies.FindAsync(me.Id, Mark(action), cancellationToken) is { } reply
                ? new Answer<SavedReply>.Ok(reply)
                : new Answer<SavedReply>.NotFound()
        );

    /// <param name="action">One-time: pressed twice, one is made.</param>
    public Task<Answer<SavedReply>> AddAsync(StaffMember me, Guid action, SavedReplyText text, CancellationToken cancellationToken) =>
        Permissions.ServeAsync<SavedReply>(async () =>
        {
            if (Wrong<SavedReply>(me, text) is { } no)
                return no;
            var made = SavedReply.New(me.Id, text.Name.Trim(), text.Content, text.Sharing);
            var added = await replies.AddAsync(made, Mark(action), node.Now, cancellationToken);
            await shelf.UseAsync(text.Content, cancellationToken);
            return new Answer<SavedReply>.Ok(added);
        });

    public Task<Answer<SavedReply>> ChangeAsync(
        StaffMember me,
        long id,
        int version,
        SavedReplyText text,
        CancellationToken cancellationToken
    ) =>
        Permissions.ServeAsync<SavedReply>(async () =>
        {
            if (await EditAsync(me, id, cancellationToken) is not Answer<SavedReply>.Ok { Value: var reply })
                return new Answer<SavedReply>.NotFound();
            if (reply.Version != version)
                return new Answer<SavedReply>.Stale();
            // Who did not share it so need not be allowed to: they only leave it as it is.
            if (Wrong<SavedReply>(me, text.Sharing.IsAs(reply.Sharing) ? text with { Sharing = Sharing.Mine } : text) is { } no)
                return no;
            var changed = reply with { Name = text.Name.Trim(), Content = text.Content, Sharing = text.Sharing };
            if (!await replies.ChangeAsync(changed, node.Now, cancellationToken))
                return new Answer<SavedReply>.Stale();
            await shelf.UseAsync(text.Content, cancellationToken);
            return new Answer<SavedReply>.Ok(changed with { Version = version + 1 });
        });

    public Task<Answer<SavedReply>> DeleteAsync(StaffMember me, long id, CancellationToken cancellationToken) =>
        Permissions.ServeAsync<SavedReply>(async () =>
        {
            var found = await EditAsync(me, id, cancellationToken);
            if (found is Answer<SavedReply>.Ok)
                await replies.DeleteAsync(id, cancellationToken);
            return found;
        });

    /// <summary>The stores this person may share with.</summary>
    public Task<Answer<IReadOnlyList<NamedStore>>> StoresAsync(StaffMember me, CancellationToken cancellationToken) =>
        Permissions.ServeAsync<IReadOnlyList<NamedStore>>(async () =>
            new Answer<IReadOnlyList<NamedStore>>.Ok(
                me.Role == Role.Administrator ? await staff.StoresAsync(cancellationToken) : [new(me.Store, me.StoreName)]
            )
        );

    private async Task<Answer<SavedReply>> FindAsync(long id, Func<SavedReply, bool> may, CancellationToken cancellationToken) =>
        await Permissions.ServeAsync<SavedReply>(async () =>
            await replies.FindAsync(id, cancellationToken) is { } reply && may(reply)
                ? new Answer<SavedReply>.Ok(reply)
                : new Answer<SavedReply>.NotFound()
        );

    private static Answer<T>? Wrong<T>(StaffMember me, SavedReplyText text)
    {
        var (name, content, sharing) = text;
        if (!VisibleText.Shows(name))
            return new Answer<T>.Invalid("name", "saved.name");
        if (name.Trim().Length > SavedReply.LongestName)
            return new Answer<T>.Invalid("name", "saved.name_long", SavedReply.LongestName);
        if (content.Messages.Count == 0)
            return new Answer<T>.Invalid(ContentRules.Field(0), "content.empty");
        if (content.Messages.Count > Content.MostMessages)
            return new Answer<T>.Invalid(ContentRules.Field(0), "content.too_many", Content.MostMessages);
        for (var i = 0; i < content.Messages.Count; i++)
            if (new Content([content.Messages[i]]).Fault() is { } fault)
                return new Answer<T>.Invalid(ContentRules.Field(i), WrongContent.CodeOf(fault));
        if (sharing is { Scope: SharingScope.Roles, Roles.Count: 0 } or { Scope: SharingScope.Stores, Stores.Count: 0 })
            return new Answer<T>.Invalid("share", "saved.nobody");
        return sharing.MayBeSetBy(me) ? null : new Answer<T>.Invalid("share", "saved.too_wide");
    }

    private static string Mark(Guid action) => action.ToString("N");
}

/// <summary>A saved reply as somebody wants it kept.</summary>
public sealed record SavedReplyText(string Name, Content Content, Sharing Sharing)
{
    /// <summary>Whether it is kept so already.</summary>
    public bool IsAsKept(SavedReply reply) =>
        Name.Trim() == reply.Name
        && Content.Messages.Select(OneLineEnding).SequenceEqual(reply.Content.Messages.Select(OneLineEnding))
        && Sharing.IsAs(reply.Sharing);

    // Clients end lines in their own way.
    private static OutboundMessage OneLineEnding(OutboundMessage message) =>
        message is OutboundMessage.Text text ? new OutboundMessage.Text(text.Words.ReplaceLineEndings("\n")) : message;
}
