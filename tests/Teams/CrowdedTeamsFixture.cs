using System.Globalization;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Teams;

/// <summary>A house with Teams, and with more accounts and more staff than a card has place for.</summary>
public sealed class CrowdedTeamsFixture : IAsyncLifetime
{
    /// <summary>Beside the one that every house has.</summary>
    internal const int Accounts = 29;

    /// <summary>In the store of the seller, beside the colleague of every house, Ann and Joann.</summary>
    internal const int Colleagues = 44;

    internal static readonly StaffMember Ann = new("aaaaaaaa-0000-4000-8000-000000000001", "Ann Z", Role.Salesperson, Staff.Seller.Store);
    internal static readonly StaffMember Joann = new(
        "aaaaaaaa-0000-4000-8000-000000000002",
        "Joann A",
        Role.Salesperson,
        Staff.Seller.Store
    );
    internal static readonly StaffMember Manager = new("aaaaaaaa-0000-4000-8000-000000000003", "黃經理", Role.Manager, Staff.Seller.Store);
    internal static readonly StaffMember Elsewhere = new("aaaaaaaa-0000-4000-8000-000000000004", "台中 Ann", Role.Manager, "台中店");

    internal ConnectorStub Stub { get; private set; } = null!;

    internal TeamsFace Teams { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Stub = await ConnectorStub.StartAsync();
        var accounts = Enumerable
            .Range(1, Accounts)
            .SelectMany(i =>
                ((string, string)[])
                    [
                        ($"Omo:Accounts:{i}:Channel", "line"),
                        ($"Omo:Accounts:{i}:Id", "U" + i.ToString("x32", CultureInfo.InvariantCulture)),
                        ($"Omo:Accounts:{i}:Name", $"門市 {i}"),
                        ($"Omo:Accounts:{i}:Secrets:0", $"secret-{i}"),
                        ($"Omo:Accounts:{i}:AccessToken", $"token-{i}"),
                        ($"Omo:Accounts:{i}:BaseUrl", new Uri(Stub.Address, "line").ToString()),
                    ]
            );
        Teams = await TeamsFace.OpenAsync(Stub, [.. accounts]);
        var many = Enumerable
            .Range(0, Colleagues - 1)
            .Select(i => new StaffMember($"bbbbbbbb-0000-4000-8000-{i:x12}", $"店員 {i:00}", Role.Salesperson, Staff.Seller.Store));
        await Teams
            .Get<StaffDirectory>()
            .ReplaceAsync([Staff.Seller, Staff.Other, Staff.Administrator, Ann, Joann, Manager, Elsewhere, .. many], default);
    }

    public async ValueTask DisposeAsync()
    {
        await Teams.DisposeAsync();
        await Stub.DisposeAsync();
    }

    /// <summary>A new customer in a conversation of this person's.</summary>
    internal async Task<CustomerKey> CustomerOfAsync(StaffMember who, string name, params string[] tags)
    {
        var customer = await Teams.Customers.TakenAsync(who);
        await Teams.Get<Conversations>().SetProfileAsync(customer, new(name, "en"));
        if (tags.Length > 0)
            await Teams.Get<Conversations>().TagAsync(customer, tags, []);
        return customer;
    }

    /// <summary>Very many of them.</summary>
    internal async Task CrowdOfAsync(StaffMember who, int count)
    {
        foreach (var some in Enumerable.Range(0, count).Chunk(100))
            await Task.WhenAll(some.Select(i => CustomerOfAsync(who, $"Crowd {i}")));
    }
}
