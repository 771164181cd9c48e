using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Domain.Staff;

namespace OmoBroadcast.Tests.Domain;

public sealed class SavedReplyTests
{
    private static readonly StaffMember Author = new("A-1", "作者", Role.Salesperson, "north"),
        Colleague = new("c-1", "同事", Role.Salesperson, "north"),
        Stranger = new("s-1", "外人", Role.Salesperson, "south"),
        Manager = new("m-1", "經理", Role.Manager, "north"),
        OtherManager = new("m-2", "經理", Role.Manager, "south"),
        Administrator = new("a-9", "管理員", Role.Administrator, "");

    // u may use, e may edit as well, - sees nothing of it.
    [Theory]
    [InlineData("me", "e-----")]
    [InlineData("north", "eu-e-E")]
    [InlineData("salespeople", "euu--E")]
    [InlineData("managers", "e--eeE")]
    [InlineData("all", "euueee")]
    public void Who_may_use_and_who_may_edit(string shared, string expected)
    {
        var sharing = shared switch
        {
            "me" => Sharing.Mine,
            "north" => new Sharing(SharingScope.Stores, [], ["north"]),
            "salespeople" => new Sharing(SharingScope.Roles, [Role.Salesperson], []),
            "managers" => new Sharing(SharingScope.Roles, [Role.Manager], []),
            _ => Sharing.WithAll,
        };
        var reply = new SavedReply(1, "a-1", "x", new([]), sharing, 1);
        StaffMember[] all = [Author, Colleague, Stranger, Manager, OtherManager, Administrator];
        // E: may edit what they may not use.
        var found = string.Concat(
            all.Select(who =>
                (reply.MayUse(who), reply.MayEdit(who)) switch
                {
                    (true, true) => 'e',
                    (true, false) => 'u',
                    (false, true) => 'E',
                    _ => '-',
                }
            )
        );
        Assert.Equal(expected, found);
        Assert.All(all, who => Assert.Equal(reply.MayUse(who) || reply.MayEdit(who), reply.MaySee(who)));
    }

    [Theory]
    [InlineData(Role.Salesperson, "me north")]
    [InlineData(Role.Manager, "me north roles all")]
    [InlineData(Role.Administrator, "me north south roles all")]
    public void Nobody_shares_wider_than_they_may(Role role, string may)
    {
        var who = new StaffMember("x", "x", role, "north");
        (string Name, Sharing Sharing)[] all =
        [
            ("me", Sharing.Mine),
            ("north", new(SharingScope.Stores, [], ["north"])),
            ("south", new(SharingScope.Stores, [], ["north", "south"])),
            ("roles", new(SharingScope.Roles, [Role.Salesperson], [])),
            ("all", Sharing.WithAll),
        ];
        Assert.Equal(may, string.Join(' ', all.Where(one => one.Sharing.MayBeSetBy(who)).Select(one => one.Name)));
    }
}
