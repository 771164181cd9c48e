using OmoBroadcast.Domain.Staff;

namespace OmoBroadcast.Storage.Sql;

/// <summary>Who works here. Ids are compared without regard to case.</summary>
public sealed class StaffDirectory(Database database)
{
    private const string Members = """
        select staff.id, staff.name, staff.role, staff.store, staff.store_name, settings.language, settings.off_duty, staff.active
        from staff left join staff_settings settings on settings.staff = staff.key
        """;

    private readonly BriefCache<string, StaffMember?> found = new(database.Time);

    /// <summary>The whole directory anew: those listed are added or changed, those not listed work here no longer.</summary>
    public async Task ReplaceAsync(IReadOnlyList<StaffMember> staff, CancellationToken cancellationToken)
    {
        await WriteAsync(staff, cancellationToken);
        Forget();
    }

    /// <summary>Somebody has changed: they are read anew.</summary>
    internal void Forget() => found.Forget();

    private Task WriteAsync(IReadOnlyList<StaffMember> staff, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async writing =>
            {
                var members = staff.GroupBy(member => Key(member.Id)).OrderBy(member => member.Key, StringComparer.Ordinal).ToList();
                foreach (var member in members)
                {
                    var last = member.Last();
                    await writing.ExecuteAsync(
                        """
                        insert into staff (key, id, name, role, store, store_name, active)
                        values (@key, @id, @name, @role, @store, @store_name, 1)
                        on conflict (key) do update set id = excluded.id, name = excluded.name, role = excluded.role, store =
                            excluded.store, store_name = excluded.store_name, active = 1
                        """,
                        ("key", member.Key),
                        ("id", last.Id),
                        ("name", last.Name),
                        ("role", last.Role),
                        ("store", last.Store),
                        ("store_name", last.StoreName == last.Store ? "" : last.StoreName)
                    );
                }
                await writing.ExecuteAsync(
                    $"update staff set active = 0 where active = 1 and not ({database.Engine.Among("key", "@keys")})",
                    ("keys", database.Engine.List(members.Select(member => member.Key)))
                );
                return true;
            },
            cancellationToken
        );

    /// <summary>Null for one who does not work here, or no longer. A change made on another node is seen within a second.</summary>
    public Task<StaffMember?> FindAsync(string id, CancellationToken cancellationToken) =>
        found.ReadAsync(
            Key(id),
            async key =>
                (
                    await database.QueryAsync(
                        $"{Members} where staff.key = @key and staff.active = 1",
                        Read,
                        CancellationToken.None,
                        ("key", key)
                    )
                ).SingleOrDefault(),
            cancellationToken
        );

    public async Task<IReadOnlyList<StaffMember>> OfStoreAsync(string store, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            $"{Members} where staff.store = @store and staff.active = 1 order by staff.name, staff.key",
            Read,
            cancellationToken,
            ("store", store)
        );

    /// <summary>The same of one who works here no longer; null for whoever does, or never did.</summary>
    public async Task<StaffMember?> FindFormerAsync(string id, CancellationToken cancellationToken)
    {
        var former = await database.QueryAsync(
            $"{Members} where staff.key = @key and staff.active = 0",
            Read,
            cancellationToken,
            ("key", Key(id))
        );
        return former.SingleOrDefault();
    }

    /// <summary>Who worked in a store last and works here no longer.</summary>
    public async Task<IReadOnlyList<StaffMember>> FormerOfStoreAsync(string store, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            $"{Members} where staff.store = @store and staff.active = 0 order by staff.name, staff.key",
            Read,
            cancellationToken,
            ("store", store)
        );

    public async Task<IReadOnlyList<StaffMember>> AllAsync(CancellationToken cancellationToken) =>
        await database.QueryAsync($"{Members} where staff.active = 1 order by staff.name, staff.key", Read, cancellationToken);

    /// <summary>Every store somebody works in.</summary>
    public async Task<IReadOnlyList<NamedStore>> StoresAsync(CancellationToken cancellationToken) =>
        await database.QueryAsync(
            "select store, max(store_name) as name from staff where active = 1 and store <> '' group by store order by store",
            row => new NamedStore(row.Text("store"), row.Text("name")),
            cancellationToken
        );

    /// <summary>What a store is called; its id where nobody has worked there since it has a name.</summary>
    public async Task<string> StoreNameAsync(string store, CancellationToken cancellationToken)
    {
        var found = await database.QueryAsync(
            "select store_name from staff where store = @store and store_name <> '' order by active desc limit 1",
            row => row.Text("store_name"),
            cancellationToken,
            ("store", store)
        );
        return found.Count == 0 ? store : found[0];
    }

    private static StaffMember Read(Row row) =>
        new(row.Text("id"), row.Text("name"), (Role)row.Number("role"), row.Text("store"))
        {
            StoreName = row.Text("store_name"),
            Language = row.TextOrNull("language") ?? "",
            OnDuty = row.NumberOrNull("off_duty") is null or 0,
            HasLeft = row.Number("active") == 0,
        };

    private static string Key(string id) => StoredText.Clean(id.ToLowerInvariant(), StoredText.LongestId);
}
