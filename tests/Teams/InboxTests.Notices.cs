using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Storage.Teams;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;
using OmoBroadcast.Tests.Playing;

namespace OmoBroadcast.Tests.Teams;

public sealed partial class InboxTests
{
    [Fact]
    public async Task What_could_not_be_made_out_is_opened_by_the_manager_of_the_store_and_by_nobody_else()
    {
        var (customer, other) = (await OfAsync(Staff.Other), await OfAsync(Staff.Other));
        await RawAsync(customer, "hologram of theirs");
        await RawAsync(other, $"about {customer.UserId}");

        Assert.Contains($"\"{Verbs.TeamRaw}\"", await PressAsync(Manager, Verbs.TeamConversation, customer), StringComparison.Ordinal);
        var shown = await PressAsync(Manager, Verbs.TeamRaw, customer);
        Assert.Contains("hologram of theirs", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("0123secret", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("about", shown, StringComparison.Ordinal);
        foreach (var stranger in (StaffMember[])[Elsewhere, Staff.Seller, Staff.Other, Staff.Administrator])
            Assert.DoesNotContain("hologram", await PressAsync(stranger, Verbs.TeamRaw, customer), StringComparison.Ordinal);
        Assert.DoesNotContain(
            $"\"{Verbs.TeamRaw}\"",
            await PressAsync(Manager, Verbs.TeamConversation, await OfAsync(Staff.Other)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Messages_in_my_conversation_are_told_by_two_cards_until_I_answer_and_by_a_new_one_after_that()
    {
        await Teams.SayAsync(Staff.Seller, "help");
        var customer = await OfAsync(Staff.Seller);
        await open.Customers.WriteAsync(customer, "first question");
        var told = await ToldAsync("POST", "first question");
        await open.Customers.WriteAsync(customer, "second question");
        // The first may be being typed into.
        var further = await ToldAsync("POST", "second question");
        Assert.Contains("first question", further.Card!.ToJsonString(), StringComparison.Ordinal);
        await open.Customers.WriteAsync(customer, "another question");
        var changed = await ToldAsync("PUT", "another question");
        Assert.EndsWith($"/{further.AnsweredId}", changed.Path, StringComparison.Ordinal);
        Assert.Contains("first question", changed.Card!.ToJsonString(), StringComparison.Ordinal);

        var reply = CardReader
            .Buttons(told.Card!)
            .First(button => (string?)button["verb"] == Verbs.ConversationReply)
            .DeepClone()
            .AsObject();
        reply["data"]!["text"] = "here you are";
        await Teams.PressAsync(Staff.Seller, reply, "m1");
        await open.Customers.WriteAsync(customer, "third question");
        var anew = await ToldAsync("POST", "third question");
        Assert.DoesNotContain("first question", anew.Card!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_I_am_off_duty_the_manager_is_told_instead_of_me()
    {
        await Teams.SayAsync(Staff.Other, "help");
        await Teams.SayAsync(Manager, "help");
        var customer = await OfAsync(Staff.Other);
        await Teams.Get<StaffSettings>().SetDutyAsync(Staff.Other.Id, onDuty: false, TimeProvider.System.GetUtcNow(), default);
        await open.Customers.WriteAsync(customer, "anybody there at night");
        var told = await ToldAsync("POST", "anybody there at night");
        Assert.Contains(Manager.Id, told.Path, StringComparison.Ordinal);
        Assert.DoesNotContain(open.Stub.All, call =>
            call.Path.Contains(Staff.Other.Id, StringComparison.Ordinal)
            && call.Card?.ToJsonString().Contains("anybody there at night", StringComparison.Ordinal) == true
        );
        await Teams.Get<StaffSettings>().SetDutyAsync(Staff.Other.Id, onDuty: true, TimeProvider.System.GetUtcNow(), default);
    }

    [Fact]
    public async Task Who_has_removed_the_bot_is_shown_to_the_manager_and_not_written_to_until_they_come_back()
    {
        await Teams.SayAsync(Staff.Other, "help");
        var removed = Teams.Activity("installationUpdate", Staff.Other);
        removed["action"] = "remove";
        await Teams.PostAsync(removed.ToJsonString());
        var references = Teams.Get<TeamsReferences>();
        await Servers.Until.SeenAsync(
            "them to be known as gone",
            TimeSpan.FromSeconds(20),
            async () => await references.FindAsync(Staff.Other.Id, default) is null,
            gone => gone
        );
        Assert.Contains(Staff.Other.Id, await references.UnreachableAsync(Staff.Other.Store, default));
        Assert.Contains(
            Phrases.English["Team_Unreachable"],
            (await Teams.SayAsync(Manager, "team")).Card!.ToJsonString(Plain),
            StringComparison.Ordinal
        );

        await Teams.SayAsync(Staff.Other, "help");
        Assert.NotNull(await references.FindAsync(Staff.Other.Id, default));
    }

    /// <summary>Something comes that the service does not know.</summary>
    private Task RawAsync(CustomerKey customer, string words) =>
        open.Customers.TellAsync(
            customer,
            new InboundBody.Message($"raw {words}", MessageKind.Unknown, null, null),
            $$"""{"type":"message","replyToken":"0123secret","message":{"id":"1","type":"hologram","says":"{{words}}"} }"""
        );
}
