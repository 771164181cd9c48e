using Microsoft.Extensions.Time.Testing;
using OmoBroadcast.Broadcast.Launching;
using OmoBroadcast.Broadcast.Planning;
using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Tests.Broadcast;

public sealed class LaunchPlanTests
{
    private readonly LaunchPlan plan = new(
        new Roster([new StubChannel()], [new Account(Stub.Account, "Shop")]),
        new NameFallbacks("顧客", "客服人員", "本店"),
        new FakeTimeProvider()
    );

    [Fact]
    public void The_same_for_all_goes_in_batches_of_what_the_channel_takes()
    {
        var page = plan.Page(Of("hello"), Customers(1_201), new SkipReason?[1_201], "next");
        Assert.Equal([500, 500, 201], page.Requests.Select(request => request.Recipients.Count));
        Assert.All(page.Requests, request => Assert.Null(request.Content));
        Assert.Equal("next", page.Cursor);
    }

    [Fact]
    public void What_differs_by_person_goes_one_by_one_rendered()
    {
        var page = plan.Page(Of("{{customer_name}} hi"), Customers(3), new SkipReason?[3], null);
        Assert.Equal(
            ["N0 hi", "N1 hi", "顧客 hi"],
            page.Requests.Select(request => ((OutboundMessage.Text)request.Content!.Messages[0]).Words)
        );
        Assert.All(page.Requests, request => Assert.Equal(RequestKind.Single, request.Kind));
    }

    [Fact]
    public void The_skipped_have_a_delivery_and_no_request()
    {
        var page = plan.Page(Of("hello"), Customers(3), [null, SkipReason.Unsubscribed, null], null);
        Assert.Equal(["U0", "U2"], Assert.Single(page.Requests).Recipients);
        Assert.Equal([null, SkipReason.Unsubscribed, null], page.Deliveries.Select(delivery => delivery.Skip));
        Assert.Equal([true, false, true], page.Deliveries.Select(delivery => delivery.Request is not null));
    }

    [Fact]
    public void Accounts_never_share_a_batch()
    {
        Customer[] customers = [.. Customers(2), new Customer(new(new(ChannelId.Line, "U9"), "U5"))];
        var page = plan.Page(Of("hello"), customers, new SkipReason?[3], null);
        Assert.Equal([RequestKind.Batch, RequestKind.Single], page.Requests.Select(request => request.Kind));
    }

    [Fact]
    public void Every_delivery_points_to_the_request_that_names_it()
    {
        var page = plan.Page(Of("hello"), Customers(1_201), new SkipReason?[1_201], null);
        foreach (var request in page.Requests)
            Assert.Equal(
                request.Recipients,
                page.Deliveries.Where(delivery => delivery.Request == request.Id).Select(delivery => delivery.UserId)
            );
    }

    [Fact]
    public void Nothing_of_a_campaign_is_sent_after_its_end()
    {
        var end = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(
            end,
            Assert.Single(plan.Page(Of("hello") with { ExpiresAt = end }, Customers(2), new SkipReason?[2], null).Requests).ExpiresAt
        );
        Assert.Equal(
            DateTimeOffset.MaxValue,
            Assert.Single(plan.Page(Of("hello"), Customers(2), new SkipReason?[2], null).Requests).ExpiresAt
        );
    }

    [Theory]
    [InlineData("hello", 0, 0)]
    [InlineData("hello", 500, 1)]
    [InlineData("hello", 501, 2)]
    [InlineData("{{customer_name}}", 501, 501)]
    public void How_many_requests_it_takes_is_what_is_planned(string words, int recipients, int requests)
    {
        var campaign = Of(words);
        Assert.Equal(requests, RequestCount.Of(campaign.Content, Stub.Limits, recipients));
        Assert.Equal(requests, plan.Page(campaign, Customers(recipients), new SkipReason?[recipients], null).Requests.Count);
    }

    private static Customer[] Customers(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new Customer(new(Stub.Account, $"U{i}")) { Name = i == 2 ? null : $"N{i}" })];

    private static Campaign Of(string words) =>
        new()
        {
            Id = 1,
            Sender = "me",
            Store = "s",
            State = CampaignState.Launching,
            Version = 1,
            Audience = Audience.All,
            Content = new([new OutboundMessage.Text(words)]),
            Locale = "zh-TW",
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
}
