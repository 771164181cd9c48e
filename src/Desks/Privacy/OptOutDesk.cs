using OmoBroadcast.Broadcast;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Desks.Privacy;

/// <summary>退訂名單: who wants no broadcasts, taken over from elsewhere and given out. Administrators do that, and nobody else.</summary>
public sealed class OptOutDesk(OptOutList list, OptOutFiles files, Suppressions suppressions, Node node)
{
    /// <summary>How many have opted out.</summary>
    public Task<Answer<long>> CountAsync(StaffMember me, CancellationToken cancellationToken) =>
        Permissions.AdministerAsync<long>(me, async () =>
            new Answer<long>.Ok(await suppressions.CountAsync(SuppressionKind.Unsubscribed, cancellationToken))
        );

    /// <summary>What a file would change; kept until it is confirmed.</summary>
    public Task<Answer<OptOutPreview>> PreviewAsync(
        StaffMember me,
        ReadOnlyMemory<byte> content,
        TimeZoneInfo zone,
        CancellationToken cancellationToken
    ) => Permissions.AdministerAsync<OptOutPreview>(me, async () =>
        {
            var now = node.Now;
            var preview = await list.JudgeAsync(content, zone, now, cancellationToken);
            if (preview.New.Count == 0)
                return new Answer<OptOutPreview>.Ok(preview);
            var id = Guid.CreateVersion7(now);
            await files.KeepAsync(id, me.Id, content, now, cancellationToken);
            return new Answer<OptOutPreview>.Ok(preview with { Id = id });
        });

    /// <summary>Takes over the file of which this person was shown that preview; what was known meanwhile is not counted.</summary>
    public Task<Answer<OptOutPreview>> ImportAsync(StaffMember me, Guid id, TimeZoneInfo zone, CancellationToken cancellationToken) =>
        Permissions.AdministerAsync<OptOutPreview>(me, async () =>
        {
            if (await files.FindAsync(id, me.Id, cancellationToken) is not { } kept)
                return new Answer<OptOutPreview>.NotFound();
            var preview = await list.JudgeAsync(kept.Content, zone, kept.At, cancellationToken);
            await list.ApplyAsync(preview, kept.Content, cancellationToken);
            await files.ForgetAsync(id, cancellationToken);
            return new Answer<OptOutPreview>.Ok(preview);
        });
}
