using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;

namespace OmoBroadcast.Tests.Domain;

public sealed partial class EligibilityTests
{
    [Fact]
    public void Filters_choose_by_tag_age_and_name_together()
    {
        var now = new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);
        var customer = Mine with { Name = "王小美", Tags = ["VIP"], LastMessageAt = now.AddHours(-5) };
        Assert.True(
            new Audience
            {
                WithTag = "vip",
                MessageWithin = TimeSpan.FromHours(6),
                NameContains = "小美",
            }.Chooses(customer, now, null)
        );
        Assert.False(new Audience { WithTag = "vip", MessageWithin = TimeSpan.FromHours(4) }.Chooses(customer, now, null));
        Assert.True(new Audience { MessageBefore = TimeSpan.FromHours(4) }.Chooses(customer, now, null));
        Assert.False(new Audience { WithoutTag = "VIP" }.Chooses(customer, now, null));
        Assert.False(new Audience { NameContains = "x" }.Chooses(customer with { Name = null }, now, null));
        Assert.False(new Audience { MessageWithin = TimeSpan.FromDays(1) }.Chooses(customer with { LastMessageAt = null }, now, null));
        Assert.True(new Audience { Channel = customer.Key.Account.Channel, Account = customer.Key.Account }.Chooses(customer, now, null));
        Assert.False(new Audience { Channel = new ChannelId("elsewhere") }.Chooses(customer, now, null));
        Assert.False(new Audience { Account = customer.Key.Account with { Id = "another" } }.Chooses(customer, now, null));
        Assert.True(new Audience { NeverAnswered = true }.Chooses(customer with { LastAnsweredAt = null }, now, null));
        Assert.False(new Audience { NeverAnswered = true }.Chooses(customer with { LastAnsweredAt = now }, now, null));
        // Open up to the margin before its end; where there is no window, always.
        var day = TimeSpan.FromHours(24);
        Assert.True(
            new Audience { WindowOpen = true }.Chooses(
                customer with
                {
                    LastMessageAt = now - day + OmoBroadcast.Domain.Campaigns.SendOccasion.WindowMargin + TimeSpan.FromSeconds(1),
                },
                now,
                day
            )
        );
        Assert.False(
            new Audience { WindowOpen = true }.Chooses(
                customer with
                {
                    LastMessageAt = now - day + OmoBroadcast.Domain.Campaigns.SendOccasion.WindowMargin,
                },
                now,
                day
            )
        );
        Assert.False(new Audience { WindowOpen = true }.Chooses(customer with { LastMessageAt = null }, now, day));
        Assert.True(new Audience { WindowOpen = true }.Chooses(customer with { LastMessageAt = null }, now, null));
    }

    [Fact]
    public void An_audience_reaches_only_the_accounts_that_all_of_its_choices_name()
    {
        var account = new Account(new(ChannelId.WhatsApp, "106"), "n", TemplateScope: "w");
        Assert.True(
            new Audience
            {
                BoundOn = ChannelId.WhatsApp,
                TemplateOn = ChannelId.WhatsApp,
                TemplateScope = "w",
                Channel = ChannelId.WhatsApp,
                Account = account.Key,
            }.Reaches(account)
        );
        Audience[] others =
        [
            new() { BoundOn = ChannelId.Line },
            new() { TemplateOn = ChannelId.Line },
            new() { TemplateScope = "W" },
            new() { Channel = ChannelId.Line },
            new() { Account = new(ChannelId.WhatsApp, "107") },
        ];
        Assert.All(others, audience => Assert.False(audience.Reaches(account)));
    }

    [Fact]
    public void Filters_hold_to_the_very_moment()
    {
        var customer = Mine with { LastMessageAt = Now.AddHours(-5) };
        Assert.True(new Audience { MessageWithin = TimeSpan.FromHours(5) }.Chooses(customer, Now, null));
        Assert.True(new Audience { MessageBefore = TimeSpan.FromHours(5) }.Chooses(customer, Now, null));
        Assert.False(new Audience { MessageBefore = TimeSpan.FromHours(6) }.Chooses(customer, Now, null));
        Assert.False(new Audience { WithTag = "VIP" }.Chooses(customer, Now, null));
    }

    [Fact]
    public void Who_lacks_the_tag_to_be_left_out_is_chosen_and_a_name_is_found_in_either_case()
    {
        Assert.True(new Audience { WithoutTag = "VIP" }.Chooses(Mine with { Tags = ["old"] }, Now, null));
        Assert.True(new Audience { NameContains = "ann" }.Chooses(Mine with { Name = "Joanna" }, Now, null));
    }

    [Fact]
    public void Without_its_filters_an_audience_keeps_whose_customers_it_chooses_from()
    {
        var retry = new Retry(7, AlsoDoubtful: true);
        var audience = new Audience
        {
            BoundOn = ChannelId.Line,
            TemplateOn = ChannelId.WhatsApp,
            TemplateScope = "w",
            Retry = retry,
            Store = "north",
            WithTag = "vip",
            NameContains = "x",
            WindowOpen = true,
        };
        Assert.Equal(
            new Audience
            {
                BoundOn = ChannelId.Line,
                TemplateOn = ChannelId.WhatsApp,
                TemplateScope = "w",
                Retry = retry,
                Store = "north",
            },
            audience.Unfiltered()
        );
        var picked = new Audience { Picked = [Key] };
        Assert.Same(picked, picked.Unfiltered());
    }
}
