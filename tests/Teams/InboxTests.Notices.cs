using System.Text.Json.Nodes;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;
using OmoBroadcast.Storage.Teams;
using OmoBroadcast.Teams.Cards;
using OmoBroadcast.Teams.Texts;

namespace OmoBroadcast.Tests.Teams;

public sealed partial class InboxTests
{
    [Fact]
    public async Task What_could_not_be_made_out_is_opened_by_the_manager_of_the_store_and_by_nobody_else()
    {
        var (customer, other) = (await OfAsync(House.Other), await OfAsync(House.Other));
        var now = TimeProvider.System.GetUtcNow();
        string Raw(string words) =>
            $$"""{"type":"message","replyToken":"0123secret","message":{"id":"1","type":"hologram","says":"{{words}}"} }""";
        await House
            .Get<Conversations>()
            .ApplyAsync(
                [
                    new(
                        "raw 1",
                        customer.Account,
                        customer.UserId,
                        now,
                        false,
                        new InboundBody.Message("raw 1", MessageKind.Unknown, null, null),
                        Raw("hologram of theirs")
                    ),
                    new(
                        "raw 2",
                        other.Account,
                        other.UserId,
                        now,
                        false,
                        new InboundBody.Message("raw 2", MessageKind.Unknown, null, null),
                        Raw($"about {customer.UserId}")
                    ),
                ],
                suppressionsPending: false,
                default
            );

        Assert.Contains($"\"{Verbs.TeamRaw}\"", await PressAsync(Manager, Verbs.TeamConversation, customer), StringComparison.Ordinal);
        var shown = await PressAsync(Manager, Verbs.TeamRaw, customer);
        Assert.Contains("hologram of theirs", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("0123secret", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("about", shown, StringComparison.Ordinal);
        foreach (var stranger in (StaffMember[])[Elsewhere, House.Seller, House.Other, House.Administrator])
            Assert.DoesNotContain("hologram", await PressAsync(stranger, Verbs.TeamRaw, customer), StringComparison.Ordinal);
        Assert.DoesNotContain(
            $"\"{Verbs.TeamRaw}\"",
            await PressAsync(Manager, Verbs.TeamConversation, await OfAsync(House.Other)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Messages_in_my_conversation_are_told_by_two_cards_until_I_answer_and_by_a_new_one_after_that()
    {
        await House.SayAsync(House.Seller, "help");
        var customer = await OfAsync(House.Seller);
        await SaysAsync(customer, "first question");
        var told = await ToldAsync("POST", "first question");
        await SaysAsync(customer, "second question");
        // The first may be being typed into.
        var further = await ToldAsync("POST", "second question");
        Assert.Contains("first question", further.Card!.ToJsonString(), StringComparison.Ordinal);
        await SaysAsync(customer, "another question");
        var changed = await ToldAsync("PUT", "another question");
        Assert.EndsWith($"/{further.AnsweredId}", changed.Path, StringComparison.Ordinal);
        Assert.Contains("first question", changed.Card!.ToJsonString(), StringComparison.Ordinal);

        var reply = House.Buttons(told.Card!).First(button => (string?)button["verb"] == Verbs.ConversationReply).DeepClone().AsObject();
        reply["data"]!["text"] = "here you are";
        await House.PressAsync(House.Seller, reply, "m1");
        await SaysAsync(customer, "third question");
        var anew = await ToldAsync("POST", "third question");
        Assert.DoesNotContain("first question", anew.Card!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_I_am_off_duty_the_manager_is_told_instead_of_me()
    {
        await House.SayAsync(House.Other, "help");
        await House.SayAsync(Manager, "help");
        var customer = await OfAsync(House.Other);
        await House.Get<StaffSettings>().SetDutyAsync(House.Other.Id, onDuty: false, TimeProvider.System.GetUtcNow(), default);
        await SaysAsync(customer, "anybody there at night");
        var told = await ToldAsync("POST", "anybody there at night");
        Assert.Contains(Manager.Id, told.Path, StringComparison.Ordinal);
        Assert.DoesNotContain(open.Stub.All, call =>
            call.Path.Contains(House.Other.Id, StringComparison.Ordinal)
            && call.Card?.ToJsonString().Contains("anybody there at night", StringComparison.Ordinal) == true
        );
        await House.Get<StaffSettings>().SetDutyAsync(House.Other.Id, onDuty: true, TimeProvider.System.GetUtcNow(), default);
    }

    [Fact]
    public async Task Who_has_removed_the_bot_is_shown_to_the_manager_and_not_written_to_until_they_come_back()
    {
        await House.SayAsync(House.Other, "help");
        var removed = House.Activity("installationUpdate", House.Other);
        removed["action"] = "remove";
        await House.PostAsync(removed.ToJsonString());
        var references = House.Get<TeamsReferences>();
        await Servers.Until.SeenAsync(
            "them to be known as gone",
            TimeSpan.FromSeconds(20),
            async () => await references.FindAsync(House.Other.Id, default) is null,
            gone => gone
        );
        Assert.Contains(House.Other.Id, await references.UnreachableAsync(House.Other.Store, default));
        Assert.Contains(
            Phrases.English["Team_Unreachable"],
            (await House.SayAsync(Manager, "team")).Card!.ToJsonString(Plain),
            StringComparison.Ordinal
        );

        await House.SayAsync(House.Other, "help");
        Assert.NotNull(await references.FindAsync(House.Other.Id, default));
    }
}
