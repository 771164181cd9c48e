using OmoBroadcast.Domain.Campaigns;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;

namespace OmoBroadcast.Tests.Domain;

public sealed partial class EligibilityRuleTests
{
    private static readonly DateTimeOffset FilteredAt = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);

    private static Customer Amy => Mine with { Name = "王小美", Tags = ["VIP"], LastMessageAt = FilteredAt.AddHours(-5) };

    [Fact]
    public void Filters_choose_by_tag_age_and_name_together()
    {
        var all = new Audience
        {
            WithTag = "vip",
            MessageWithin = TimeSpan.FromHours(6),
            NameContains = "小美",
        };
        Assert.True(all.Chooses(Amy, FilteredAt, null));
        Assert.False((all with { MessageWithin = TimeSpan.FromHours(4) }).Chooses(Amy, FilteredAt, null));
        Assert.False(new Audience { WithTag = "vip", MessageWithin = TimeSpan.FromHours(4) }.Chooses(Amy, FilteredAt, null));
        Assert.True(new Audience { MessageBefore = TimeSpan.FromHours(4) }.Chooses(Amy, FilteredAt, null));
        Assert.False(new Audience { WithoutTag = "VIP" }.Chooses(Amy, FilteredAt, null));
        Assert.False(new Audience { NameContains = "x" }.Chooses(Amy with { Name = null }, FilteredAt, null));
        Assert.False(new Audience { MessageWithin = TimeSpan.FromDays(1) }.Chooses(Amy with { LastMessageAt = null }, FilteredAt, null));
    }

    [Fact]
    public void Filters_choose_by_channel_and_account_and_by_whether_anybody_answered()
    {
        var account = Amy.Key.Account;
        Assert.True(new Audience { Channel = account.Channel, Account = account }.Chooses(Amy, FilteredAt, null));
        Assert.False(new Audience { Channel = new ChannelId("elsewhere") }.Chooses(Amy, FilteredAt, null));
        Assert.False(new Audience { Account = account with { Id = "another" } }.Chooses(Amy, FilteredAt, null));
        Assert.True(new Audience { NeverAnswered = true }.Chooses(Amy with { LastAnsweredAt = null }, FilteredAt, null));
        Assert.False(new Audience { NeverAnswered = true }.Chooses(Amy with { LastAnsweredAt = FilteredAt }, FilteredAt, null));
    }

    [Fact]
    public void A_window_is_open_up_to_the_margin_before_its_end_and_where_there_is_none_always()
    {
        var (open, day) = (new Audience { WindowOpen = true }, TimeSpan.FromHours(24));
        var end = FilteredAt - day + OmoBroadcast.Domain.Campaigns.SendOccasion.WindowMargin;
        Assert.True(open.Chooses(Amy with { LastMessageAt = end + TimeSpan.FromSeconds(1) }, FilteredAt, day));
        Assert.False(open.Chooses(Amy with { LastMessageAt = end }, FilteredAt, day));
        Assert.False(open.Chooses(Amy with { LastMessageAt = null }, FilteredAt, day));
        Assert.True(open.Chooses(Amy with { LastMessageAt = null }, FilteredAt, null));
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
