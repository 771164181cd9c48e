using OmoBroadcast.Domain.Staff;

namespace OmoBroadcast.Teams.Commands;

/// <summary>Which commands are of any use to whom: what help lists and what is suggested. Rights themselves are checked at the
/// desks.</summary>
public static class Rights
{
    public static bool MayUse(this StaffMember who, CommandName name) =>
        name switch
        {
            CommandName.SavedReplies or CommandName.Settings or CommandName.Help => true,
            CommandName.Team => who.Role == Role.Manager,
            CommandName.Audit or CommandName.PersonalData or CommandName.OptOuts or CommandName.Quarantine => who.Role
                == Role.Administrator,
            _ => who.MayBroadcast,
        };

    /// <summary>In the order in which help lists them.</summary>
    public static IEnumerable<CommandName> Commands(this StaffMember who) => Enum.GetValues<CommandName>().Where(name => who.MayUse(name));
}
