using System.Collections.Concurrent;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Storage.Teams;

/// <summary>The newest reference of each member of staff.</summary>
public sealed class TeamsReferences(Database database)
{
    private const string Known =
        "select r.staff_id, r.service_url, r.conversation_id, r.bot_id, r.tenant_id, r.user_id, r.locale, r.seen_at, t.language "
        + "from teams_references r left join staff_settings t on t.staff = r.staff";

    /// <summary>How often it is written down that somebody is still where they were: every button brings the same reference, and a write
    /// waits for the disk.</summary>
    private static readonly TimeSpan Noted = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, TeamsReference> noted = new(StringComparer.Ordinal);

    /// <summary>As <see cref="SaveAsync"/>, for whoever presses one button after the other: what this process has noted within the last
    /// minute it does not ask about again.</summary>
    public async Task NoteAsync(TeamsReference reference, CancellationToken cancellationToken)
    {
        var staff = Key(reference.StaffId);
        if (
            noted.TryGetValue(staff, out var last)
            && reference.SeenAt - last.SeenAt < Noted
            && last == reference with { SeenAt = last.SeenAt }
        )
            return;
        await SaveAsync(reference, cancellationToken);
        noted[staff] = reference;
    }

    /// <summary>Kept unless a newer one is there, or the same was kept within the last minute.</summary>
    public async Task SaveAsync(TeamsReference reference, CancellationToken cancellationToken)
    {
        (string, object?)[] values =
        [
            ("staff", Key(reference.StaffId)),
            ("id", reference.StaffId),
            ("service", reference.ServiceUrl),
            ("conversation", reference.ConversationId),
            ("bot", reference.BotId),
            ("tenant", reference.TenantId),
            ("user", reference.UserId),
            ("locale", reference.Locale),
        ];
        var noted = await database.QueryAsync(
            """
            select 1 from teams_references where staff = @staff and staff_id = @id and service_url = @service
                and conversation_id = @conversation and bot_id = @bot
                and tenant_id = @tenant and user_id = @user and locale = @locale and gone_at is null and seen_at > @recent
            """,
            _ => true,
            cancellationToken,
            [.. values, ("recent", reference.SeenAt - Noted)]
        );
        if (noted.Count > 0)
            return;
        await database.ExecuteAsync(
            """
            insert into teams_references (staff, staff_id, service_url, conversation_id, bot_id, tenant_id, user_id, locale, seen_at)
            values (@staff, @id, @service, @conversation, @bot, @tenant, @user, @locale, @seen)
            on conflict (staff) do update set staff_id = excluded.staff_id, service_url = excluded.service_url, conversation_id =
                excluded.conversation_id,
                bot_id = excluded.bot_id, tenant_id = excluded.tenant_id, user_id = excluded.user_id, locale = excluded.locale, seen_at =
                    excluded.seen_at, gone_at = null, gone_code = null
            where excluded.seen_at >= teams_references.seen_at
            """,
            cancellationToken,
            [.. values, ("seen", reference.SeenAt)]
        );
    }

    public async Task<TeamsReference?> FindAsync(string staffId, CancellationToken cancellationToken)
    {
        var found = await database.QueryAsync(
            $"{Known} where r.staff = @staff and r.gone_at is null",
            Read,
            cancellationToken,
            ("staff", Key(staffId))
        );
        return found.SingleOrDefault();
    }

    /// <summary>Of the managers who work here and have ever written to us.</summary>
    /// <param name="store">Only the managers of this store, and the administrators; null for all.</param>
    public async Task<IReadOnlyList<TeamsReference>> OfManagersAsync(CancellationToken cancellationToken, string? store = null) =>
        await database.QueryAsync(
            $"""
            {Known} join staff s on s.key = r.staff
            where s.active = 1 and r.gone_at is null and s.role in (@manager, @administrator)
                {(store is null ? "" : "and (s.role = @administrator or s.store = @store)")}
            order by r.staff
            """,
            Read,
            cancellationToken,
            ("manager", Role.Manager),
            ("administrator", Role.Administrator),
            ("store", store ?? "")
        );

    /// <summary>The managers of a store who can be written to, but for one.</summary>
    public async Task<IReadOnlyList<TeamsReference>> OfManagersButAsync(
        string store,
        string staffId,
        CancellationToken cancellationToken
    ) =>
        await database.QueryAsync(
            $"""
            {Known} join staff s on s.key = r.staff
            where s.active = 1 and r.gone_at is null and s.role = @manager and s.store = @store
            and s.key <> @staff order by r.staff
            """,
            Read,
            cancellationToken,
            ("manager", Role.Manager),
            ("store", store),
            ("staff", Key(staffId))
        );

    /// <summary>They have removed the bot, or their chat is no more: not written to until they come back.</summary>
    public async Task GoneAsync(string staffId, string code, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await database.ExecuteAsync(
            "update teams_references set gone_at = @at, gone_code = @code where staff = @staff and seen_at <= @at",
            cancellationToken,
            ("staff", Key(staffId)),
            ("code", StoredText.Clean(code, StoredText.LongestId)),
            ("at", at)
        );
        noted.TryRemove(Key(staffId), out _);
    }

    /// <summary>Of those who work in a store, the ones who cannot be written to: gone, or never there. By staff id.</summary>
    public async Task<IReadOnlyList<string>> UnreachableAsync(string store, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            """
            select s.id from staff s left join teams_references r on r.staff = s.key where s.active = 1 and s.store = @store
                and (r.staff is null or r.gone_at is not null)
            """,
            row => row.Text("id"),
            cancellationToken,
            ("store", store)
        );

    private static TeamsReference Read(Row row) =>
        new(
            row.Text("staff_id"),
            row.Text("service_url"),
            row.Text("conversation_id"),
            row.Text("bot_id"),
            row.Text("tenant_id"),
            row.Text("user_id"),
            row.TextOrNull("language") is { Length: > 0 } chosen ? chosen : row.Text("locale"),
            row.Time("seen_at")
        );

    private static string Key(string staffId) => StoredText.Clean(staffId.ToLowerInvariant(), StoredText.LongestId);
}
