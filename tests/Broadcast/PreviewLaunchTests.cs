using OmoBroadcast.Broadcast.Launching;
using OmoBroadcast.Broadcast.Planning;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Storage.Redis;

namespace OmoBroadcast.Tests.Broadcast;

/// <summary>Whatever filters are set, the launch does what the preview said a moment before, and both choose whom a plain telling of the
/// filters chooses.</summary>
public sealed class PreviewLaunchTests
{
    private static readonly StaffMember Seller = new("s-1", "王店員", Role.Salesperson, "信義店");
    private static readonly StaffMember Colleague = new("s-2", "李店員", Role.Salesperson, "信義店");
    private static readonly StaffMember Far = new("s-3", "台中店員", Role.Salesperson, "台中店");
    private static readonly StaffMember Manager = new("m-1", "陳經理", Role.Manager, "信義店");
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private static readonly string[] Tags = ["VIP", "新品", "vip2"];
    private static readonly TimeSpan Window = TimeSpan.FromHours(24);

    [Fact]
    public async Task The_preview_is_what_the_launch_does()
    {
        var random = new Random(20_261_126);
        var channel = new OneByOneChannel();
        channel.Limits = channel.Limits with { Window = Window };
        await using var house = await TestHouse.OpenAsync(HouseSetup.Sending(channel));
        await house.Get<StaffDirectory>().ReplaceAsync([Seller, Colleague, Far, Manager], default);
        var customers = await PeopleAsync(house, random, 120);
        var (some, nobody, skipping) = (0, 0, 0);
        for (var round = 0; round < 150; round++)
        {
            var sender = random.Next(3) == 0 ? Manager : Seller;
            var audience = Filters(random, customers, sender);
            var (preview, rows) = await BothAsync(house, random, sender, audience);
            AssertAlike(preview, rows);
            var expected = customers.Where(customer => Chosen(customer, audience, sender)).Select(customer => customer.Key.UserId);
            Assert.Equal(expected.Order(StringComparer.Ordinal), rows.Select(row => row.UserId).Order(StringComparer.Ordinal));
            Assert.All(rows.Where(row => row.Skip is null), row =>
                Assert.True(Receives(customers.Single(customer => customer.Key.UserId == row.UserId), sender, audience.Store is not null))
            );
            some += rows.Count > 0 ? 1 : 0;
            nobody += rows.Count == 0 ? 1 : 0;
            skipping += preview.WillNot.Count > 0 ? 1 : 0;
        }

        // Else it says nothing.
        Assert.True(some > 40 && nobody > 5 && skipping > 20, $"{some} chose somebody, {nobody} nobody, {skipping} left somebody out");
    }

    private static async Task<(Preview Preview, List<NewDelivery> Rows)> BothAsync(
        TestHouse house,
        Random random,
        StaffMember sender,
        Audience audience
    )
    {
        var draft = await house.Get<Campaigns>().DraftAsync(sender, audience, "en", Now, default);
        var text = random.Next(2) == 0 ? "hi" : "hi {{customer_name}} from {{staff_name}}, {{store_name}}";
        draft = draft with { Content = new([new OutboundMessage.Text(text)]) };
        var rows = new List<NewDelivery>();
        var preview = await house.Get<Previewer>().PreviewAsync(draft, default);
        await foreach (var page in house.Get<LaunchPages>().ReadAsync(draft, null, default))
            rows.AddRange(page.Deliveries);
        return (preview, rows);
    }

    private static void AssertAlike(Preview preview, List<NewDelivery> rows)
    {
        Assert.Equal(rows.Count, preview.Chosen);
        Assert.Equal(rows.Count(row => row.Skip is null), preview.WillReceive);
        Assert.Equal(
            rows.Where(row => row.Skip is not null)
                .GroupBy(row => row.Skip!.Value)
                .OrderBy(reason => reason.Key)
                .Select(reason => (reason.Key, (long)reason.Count())),
            preview.WillNot.Select(left => (left.Reason, left.Count)).OrderBy(left => left.Reason)
        );
    }

    private static Audience Filters(Random random, IReadOnlyList<Person> customers, StaffMember sender)
    {
        bool Set() => random.Next(6) == 0;
        if (random.Next(8) == 0)
            return new() { Picked = [.. customers.Where(_ => Set()).Select(customer => customer.Key)] };
        return new()
        {
            WithTag = Set() ? Tags[random.Next(Tags.Length)].ToUpperInvariant() : null,
            WithoutTag = Set() ? Tags[random.Next(Tags.Length)] : null,
            MessageWithin = Set() ? TimeSpan.FromHours(random.Next(1, 200)) : null,
            MessageBefore = Set() ? TimeSpan.FromHours(random.Next(1, 200)) : null,
            NameContains = Set() ? "a" : null,
            WindowOpen = Set(),
            NeverAnswered = Set(),
            Channel = Set() ? ChannelId.Instagram : null,
            Account = Set() ? TestAccounts.Instagram : null,
            // A salesperson's draft with a store in it, which no desk makes, reaches no further either.
            Store = Set() || Set() ? sender.Store : null,
        };
    }

    private static bool Chosen(Person customer, Audience audience, StaffMember sender)
    {
        if (audience.Picked is { } picked)
            return picked.Contains(customer.Key);
        if (!OfTheirs(customer, sender, audience.Store is not null))
            return false;
        var age = Now - customer.LastAt;
        return (
                audience.WithTag is null
                || customer.Tags.Any(tag => string.Equals(tag, audience.WithTag, StringComparison.OrdinalIgnoreCase))
            )
            && (
                audience.WithoutTag is null
                || !customer.Tags.Any(tag => string.Equals(tag, audience.WithoutTag, StringComparison.OrdinalIgnoreCase))
            )
            && (audience.MessageWithin is not { } within || age <= within)
            && (audience.MessageBefore is not { } before || age >= before)
            && (audience.NameContains is null || customer.Name?.Contains('a', StringComparison.OrdinalIgnoreCase) == true)
            && (!audience.WindowOpen || age < Window)
            && (!audience.NeverAnswered || !customer.Answered);
    }

    private static bool Receives(Person customer, StaffMember sender, bool store) =>
        OfTheirs(customer, sender, store) && !customer.Stopped && Now - customer.LastAt < Window;

    private static bool OfTheirs(Person customer, StaffMember sender, bool store) =>
        customer.Assignee is { } who && (who.Id == sender.Id || (store && sender.Role == Role.Manager && who.Store == sender.Store));

    // No age lies near a limit: what takes a minute to run must not change it.
    private static async Task<IReadOnlyList<Person>> PeopleAsync(TestHouse house, Random random, int count)
    {
        var conversations = house.Get<Conversations>();
        var people = new List<Person>();
        for (var i = 0; i < count; i++)
        {
            var person = new Person(
                new(TestAccounts.Instagram, $"{i}"),
                random.Next(4) == 0 ? null : $"{(random.Next(2) == 0 ? "Anna" : "Moe")} {i}",
                Now.AddHours(-random.Next(0, 150)).AddMinutes(-30),
                [.. Tags.Where(_ => random.Next(3) == 0)],
                random.Next(5) switch
                {
                    0 => null,
                    1 => Colleague,
                    2 => Far,
                    3 => Manager,
                    _ => Seller,
                },
                random.Next(3) == 0,
                random.Next(6) == 0
            );
            await conversations.ApplyAsync([Told.Message(person.Key, $"e{i}", person.LastAt)], false, default);
            if (person.Name is { } name)
                await conversations.SetProfileAsync(person.Key, new(name, null));
            await conversations.TagAsync(person.Key, person.Tags, []);
            if (person.Assignee is { } who)
            {
                Assert.Equal(Transition.Done, await conversations.TakeAsync(person.Key, who.Id, Now));
                if (person.Answered)
                    await conversations.AddStaffMessageAsync(person.Key, $"a{i}", who.Id, "Good day", Now);
            }

            if (person.Stopped)
                await house.Get<Suppressions>().ApplyAsync([new(person.Key, SuppressionKind.Unsubscribed, true, Now, $"s{i}")], default);
            people.Add(person);
        }

        return people;
    }

    private sealed record Person(
        CustomerKey Key,
        string? Name,
        DateTimeOffset LastAt,
        IReadOnlyList<string> Tags,
        StaffMember? Assignee,
        bool Answered,
        bool Stopped
    );
}
