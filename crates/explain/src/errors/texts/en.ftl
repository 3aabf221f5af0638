# The words of errors, in English. One message per entry of the catalogue: its value is the title, `.meaning` what it
# says, `.cause` the usual cause in backups, `.remedy` the steps, the least harmful first, one a line; `.note` (where
# there is one) what is often believed and wrong. Titles and steps end without a full stop.

## Steps that many share

step-again = Run the job again: that usually helps
step-next-run = Wait for the next run: it usually passes
step-free = Delete snapshots and orphaned disks on this SR that nobody needs, and wait until they are merged
step-grow = Move a disk to another SR, or enlarge the SR
step-exclude = Leave the disk out of backups: `[NOBAK]` in its name
step-rescan = Rescan the SR in XO
step-smlog = Read `/var/log/SMlog` of the pool's master around that time: it names the image and the error
step-replug = Connect the SR again in XO, on the page of the SR, while no backup runs
step-way = Check the way to the storage: network, paths, the storage itself
step-support = Ask the support of your storage or of XCP-ng, with those lines, before deleting anything
step-check-image = Have the image checked (`vhd-util check`) and restore from backup what is broken
step-detach = Disconnect the disk from the control domain in XO: Dashboard, Health, "VDIs attached to Control Domain"
step-toolstack = Restart the toolstack of the host if nothing else helps
step-update-xo = Update XO if it happens again
step-xo-log = Read the log of xo-server around that time

## Numbered failures of the storage manager

invalid-argument = Wrong argument or SR configuration
    .meaning = The storage driver refused an argument.
    .cause = The device configuration of a PBD is wrong; errors without a number of their own come as this one, too.
    .remedy =
        { step-smlog }
        Correct the configuration of the SR's connection (PBD) on that host
sr-in-use = SR in use
    .meaning = The storage driver cannot detach or create an SR whose device is busy.
    .cause = A disk on it is in use, or another SR holds the device.
    .remedy =
        Wait for what runs on this SR
        Shut down or disconnect what uses it, then try again
invalid-device = Storage device gone
    .meaning = The path of the storage device no longer exists.
    .cause = A LUN is no longer presented, or a USB disk was unplugged.
    .remedy =
        { step-way }
        { step-replug }
vdi-in-use = Disk in use
    .meaning = An operation on a disk was refused because the disk is plugged in.
    .cause = A snapshot is still plugged into a control domain after an export, or two operations met.
    .remedy =
        { step-again }
        Move jobs that work on the same VM apart
        { step-detach }
lock = Storage lock not obtained
    .meaning = The storage driver could not take its lock on the SR or disk.
    .cause = Another operation of the storage driver holds it, or a stuck one left it behind.
    .remedy =
        { step-again }
        { step-smlog }
        { step-toolstack }
not-supported = The SR does not support this
    .meaning = The storage driver cannot do what was asked: mostly, it cannot snapshot this disk.
    .cause = A raw disk, a USB or udev SR, the tools SR, an old LVM SR, or a passed-through device.
    .remedy =
        { step-exclude }
        Keep the disk in the backup but out of its snapshot (`[NOSNAP]` in its name), or use an offline backup
        Move the disk to an SR that can snapshot
sr-not-empty = SR not empty
    .meaning = An SR that still holds disks was to be destroyed.
    .cause = Someone tried to destroy the SR; no backup does that.
    .remedy =
        Move or delete the disks first, or forget the SR instead of destroying it
scan-failed = SR cannot be scanned
    .meaning = The scan of the SR stopped. Until it works the garbage collector does not merge anything there either.
    .cause = An image is damaged or unreadable (its id stands in the text), or its parent is missing.
    .remedy =
        Keep all backups of VMs on this SR
        { step-smlog }
        { step-check-image }
        { step-support }
sr-exists = SR exists already
    .meaning = An SR was to be created where there is one.
    .cause = The device or share already holds an SR.
    .remedy =
        Connect the SR that is there instead of creating one
vdi-exists = Disk exists already
    .meaning = A disk with this id exists already on the SR.
    .cause = An interrupted operation left it behind, and XAPI does not know it.
    .remedy =
        { step-rescan }
        { step-again }
no-space = No room on the SR
    .meaning = The SR has less free space than the operation needs. A snapshot, and with it the backup, was refused; the VM itself goes on.
    .cause = The SR is full of disks, snapshots and chains that are not merged yet. On a thick LVM SR a snapshot needs as much as was written to the disk since the last one, and 16 MiB more; a replication target needs room for what it receives.
    .remedy =
        Delete snapshots that nobody needs, and wait until they are merged: only then is the space back
        Delete orphaned disks and VMs that nobody needs
        Leave disks or VMs that need not be saved out of backups (`[NOBAK]` in the disk's name)
        { step-grow }
    .note = The manual says that there is no fixed figure for the space that is needed, because it depends on what the VM writes: right, but bounds can be told, see `xo-health check`. This error comes from LVM SRs and LINSTOR only; a full file SR (ext, NFS) shows `SR_BACKEND_FAILURE_81` with "error 28" instead.
vdi-unavailable = Disk not available
    .meaning = The storage driver cannot use the disk now.
    .cause = It was not detached cleanly (a host crashed or was restarted), an operation on it was interrupted, or two met.
    .remedy =
        { step-again }
        { step-rescan }
        { step-detach }
        Have the storage operator clear the stale attachment (`resetvdis`), or restart the host that held the disk
sr-unavailable = SR not available
    .meaning = The SR is not mounted on the host, or its volume group or controller cannot be reached.
    .cause = The SR is disconnected, in maintenance, or the storage is down.
    .remedy =
        { step-way }
        { step-replug }
driver-missing = Storage driver missing
    .meaning = The host has no driver for this kind of SR.
    .cause = A package is not installed on this host, for instance after it was installed anew.
    .remedy =
        Install the driver on every host of the pool
lv-create = Logical volume not created
    .meaning = LVM could not create a volume, or an unfinished operation on this disk is recorded already.
    .cause = A journal of an interrupted operation is left, or the volume group is full or damaged.
    .remedy =
        { step-rescan }: that finishes interrupted operations
        { step-smlog }
        Check the volume group
lv-busy = Logical volume not released
    .meaning = LVM could not remove or deactivate a volume.
    .cause = A process still holds the device open.
    .remedy =
        { step-again }
        { step-smlog }
        Find the process that holds the device, on the host that is named there
lv-mount = Volume cannot be mounted
    .meaning = A logical volume, or the file system on it, could not be activated.
    .cause = The file system is damaged, or the device is missing.
    .remedy =
        { step-smlog }
        { step-way }
        Have the file system checked (`fsck`) while the SR is disconnected
lv-io = Volume cannot be read or written
    .meaning = Reading from or writing to a logical volume failed.
    .cause = The storage or the path to it fails.
    .remedy =
        Keep the backups of the VMs on this SR
        { step-way }
        { step-smlog }
not-master = Not on the pool's master
    .meaning = The operation has to run on the master of the pool, or of the LINSTOR cluster, and ran elsewhere.
    .cause = The master is changing.
    .remedy =
        { step-again }
lv-resize = Volume cannot be resized
    .meaning = LVM could not give a volume the size that was asked.
    .cause = There is too little free space.
    .remedy =
        { step-free }
        { step-grow }
file-sr = File SR not created or deleted
    .meaning = The folder of a file SR could not be created or deleted.
    .cause = Rights on the share, or it is not mounted.
    .remedy =
        Check the rights and the mount on the storage
vdi-remove = Image file not removed
    .meaning = The file of a disk could not be removed.
    .cause = A lock on the NFS server, or a process that holds the file.
    .remedy =
        { step-rescan }
        Check the locks on the NFS server
vdi-load = Image cannot be read
    .meaning = The metadata of an image, or the list of volumes, cannot be read.
    .cause = The path to the storage fails, or the image is damaged.
    .remedy =
        Keep the backups of this VM
        { step-way }
        { step-smlog }
        { step-check-image }
vdi-type = Wrong kind of disk
    .meaning = The disk is of a kind that this operation does not work on.
    .cause = Changed block tracking, or the purge of snapshot data, on a raw disk or on something that is no snapshot.
    .remedy =
        Switch changed block tracking off for this disk or job
        { step-update-xo }
iscsi = iSCSI target not usable
    .meaning = The target was not found, refused the login, or its device did not appear.
    .cause = The target or the network is down, or name, password or access list are wrong.
    .remedy =
        { step-way }
        Check the CHAP user and password and the initiator's name on the target
        { step-replug }
nfs = NFS share not usable
    .meaning = The NFS share could not be mounted, unmounted or used.
    .cause = The server does not answer, speaks another version, or the mount is stale.
    .remedy =
        { step-way }
        Check exports and version on the NFS server
        { step-replug }
vg-create = Volume group not created
    .meaning = LVM could not create the volume group of a new SR.
    .cause = The device is in use or carries old signatures; no backup does this.
    .remedy =
        { step-smlog }
        Check that the device is the right one and empty
create-no-space = No room to create a disk
    .meaning = The SR was full while a disk was created.
    .cause = The file system behind a file SR is full, often the target of a replication or of a restore.
    .remedy =
        { step-free }
        { step-grow }
vdi-create = Disk not created
    .meaning = The storage driver could not create a disk.
    .cause = The text names it; a full file system says "error 28".
    .remedy =
        { step-again }
        Look at the free space of the SR
        { step-smlog }
vdi-size = Size not possible
    .meaning = The disk is larger than its format allows (2040 GiB for VHD), was to be shrunk, or its image is damaged.
    .cause = A large VHD disk, or a target with another limit.
    .remedy =
        Do not shrink the disk
        Use QCOW2 for disks beyond 2040 GiB, where the host has it
        Split the data over several disks
vdi-delete = Disk not deleted
    .meaning = The storage driver could not delete or hide a disk or snapshot.
    .cause = It still has children: the merge is not done yet; or a file is locked.
    .remedy =
        Wait until the pending merges are done
        { step-rescan }
        { step-smlog }
clone-no-space = No room for the snapshot on a file SR
    .meaning = The file system behind the SR was full while a snapshot was taken (error 28: no space left). The backup was refused; running VMs may meet I/O errors next.
    .cause = A file SR (ext, NFS, ZFS, XOSTOR) is full: it reports this where LVM reports `SR_BACKEND_FAILURE_44`.
    .remedy =
        Act at once: running VMs write to the same file system
        { step-free }
        { step-grow }
vdi-clone = Snapshot or clone failed
    .meaning = The storage driver could not take the snapshot.
    .cause = The number after "error" tells: 2 a file vanished, 5 an I/O error, 28 no space left. On LVM, a snapshot that was rolled back, or a hidden disk.
    .remedy =
        { step-again }
        { step-rescan }
        { step-smlog }
        { step-way }
vdi-snapshot = Snapshot failed
    .meaning = The storage driver could not take the snapshot.
    .cause = The disk could not be paused, a stale "paused" mark is left on it, or it is hidden.
    .remedy =
        { step-again }
        Shut the VM down and start it again: that plugs its disks anew and clears the mark
        { step-smlog }
        { step-support }
volume-missing = Volume missing
    .meaning = A volume that the SR knows of is not on the storage.
    .cause = It was deleted outside of XAPI, or the storage lost it.
    .remedy =
        Keep the backups of the VM
        { step-way }
        { step-rescan }
        Restore the disk from backup
pvs-failed = Physical volumes cannot be listed
    .meaning = LVM could not list its physical volumes.
    .cause = Paths of a multipathed storage are missing.
    .remedy =
        { step-way }
        Check the multipath state of the host
refcount = Use count cannot be read
    .meaning = A host cannot read how often an image is in use.
    .cause = The host's own file system is full or damaged.
    .remedy =
        Free space on the host's root file system
        Move its VMs away and restart the host
chain-too-long = Snapshot chain too long
    .meaning = The chain of images behind one disk of the VM has 30 nodes, so that the storage refuses another snapshot. No backup of this VM is possible until the chain is shorter. The VM itself goes on.
    .cause = Too many snapshots are kept, or snapshots were deleted and their data is not merged yet. Hidden images that no list shows count too.
    .remedy =
        Delete snapshots of this disk that nobody needs: in XO open the SR, tab "Disks", or the VM, tab "Snapshots"
        Wait until the storage has merged them: only merges make the chain shorter
        Keep fewer snapshots: lower the snapshot retention of the jobs that back this VM up
        See that the SR has room for the merges, or that merging is not switched off
        Copy or migrate the disk to another SR: the copy starts with a chain of one node
    .note = The manual says: at most 30 snapshots for each VM, invisible ones included. The storage counts nodes of the chain of each disk, the disk itself included: 29 snapshots at most on a fresh disk, fewer where a template or hidden images lie below, and deleting snapshots helps only after the merge. Restarting the job by force skips XO's check, not this limit.
vdi-resize = Disk not resized
    .meaning = The storage driver could not resize a disk.
    .cause = Too little room, often on the target of a replication whose source has grown.
    .remedy =
        { step-free }
        { step-grow }
smb = SMB share not usable
    .meaning = The SMB share could not be mounted, unmounted or used.
    .cause = The server does not answer, or user, password or rights are wrong.
    .remedy =
        { step-way }
        Check user, password and rights on the share
        { step-replug }
pv-ids = One volume group on several devices
    .meaning = LVM sees several SCSI ids for the physical volumes of one group.
    .cause = A LUN is presented under more than one id, or was copied.
    .remedy =
        Correct how the storage presents the LUN; do not write to it before
dns = Name of the storage server not resolved
    .meaning = The host could not find the address of the storage server.
    .cause = The name service was away for a moment, or is configured wrong.
    .remedy =
        { step-again }
        Check the DNS configuration of the host
vdi-missing = Disk missing on the storage
    .meaning = XAPI knows the disk, the storage does not have it.
    .cause = It was deleted outside of XAPI, or the storage lost it.
    .remedy =
        Keep the backups of the VM
        { step-rescan }
        Restore the disk from backup
xapi-talk = Storage driver lost the toolstack
    .meaning = The storage driver could not talk to XAPI.
    .cause = The toolstack was restarted or was overloaded.
    .remedy =
        { step-again }
        { step-toolstack }
over-provisioned = Volume group over-provisioned
    .meaning = A disk could not get its full size when it was plugged in: a VM does not start, or a restore fails. No snapshot shows this.
    .cause = Snapshots took the space that the disk needs at its full size.
    .remedy =
        { step-free }
        { step-grow }
metadata = Metadata of the SR damaged or full
    .meaning = The volume in which an LVM SR keeps the names of its disks is full or unreadable.
    .cause = Very many disks on one SR, or damage.
    .remedy =
        Keep fewer disks and snapshots on this SR
        { step-support }
path-io = I/O error on a path
    .meaning = Checking a path to the storage gave an I/O error.
    .cause = The storage or a path to it fails.
    .remedy =
        { step-way }
        { step-smlog }
try-again = Storage busy
    .meaning = The storage is not available right now and asks to try again.
    .cause = Something else is running on it.
    .remedy =
        { step-again }
sm-general = General storage failure
    .meaning = The storage driver failed in a way that has no number of its own.
    .cause = The text says more, for instance that a volume could not be deactivated.
    .remedy =
        { step-again }
        { step-smlog }
        { step-support }
fist-point = Test hook hit
    .meaning = A test hook of the storage driver is switched on.
    .cause = It is for developers and has no place on a production host.
    .remedy =
        Have the hook removed from the host
leaf-grew = Merge put off
    .meaning = A leaf grew while it was to be merged, and the garbage collector tries again later.
    .cause = The VM writes much. No backup fails because of it.
    .remedy =
        Nothing
vbds-changed = Disks of the VM changed meanwhile
    .meaning = Disks were plugged in or out while the operation ran.
    .cause = Someone changed the VM during its backup.
    .remedy =
        { step-again }
multipath = Multipath failure
    .meaning = The multipath service is down, or a path or device is missing.
    .cause = Cables, switches, or the service on the host.
    .remedy =
        { step-way }
        Check the multipath service and its paths on the host
tapdisk-running = Disk process already running
    .meaning = A second process was to serve the same disk.
    .cause = An old one was left behind.
    .remedy =
        { step-again }
        Have the old tapdisk process of the disk found and ended
        { step-toolstack }
tapdisk-failed = Disk process failed
    .meaning = The process that serves the disk did not start or could not open its chain.
    .cause = A damaged chain, a missing parent, an I/O error, or too many open files on the host.
    .remedy =
        Keep the backups of the VM
        { step-smlog }
        { step-check-image }
smb-license = SMB not licensed
    .meaning = The host's licence does not cover SMB SRs.
    .cause = A licence that ended or does not include it.
    .remedy =
        Renew the licence, or use another kind of SR
drive-empty = Optical drive empty
    .meaning = The drive of the VM has no medium.
    .cause = The ISO that was inserted is gone.
    .remedy =
        Eject the CD of the VM
cbt-activate = Changed block tracking not switched on
    .meaning = The storage could not keep track of changed blocks. XO goes on without it.
    .cause = An LVM SR without 4 MiB free, a disk that could not be paused, or one of the wrong kind.
    .remedy =
        Nothing, if it was once: the backup goes on without
        { step-free }
        Switch changed block tracking off for this job
cbt-deactivate = Changed block tracking not switched off
    .meaning = The storage could not stop tracking changed blocks.
    .cause = The disk was busy.
    .remedy =
        { step-again }
cbt-inconsistent = Changed block tracking lost
    .meaning = The record of changed blocks is not usable. XO makes a full backup instead.
    .cause = A host crashed while the disk was in use, or its size changed.
    .remedy =
        Expect one full backup, with its time and space
        Switch changed block tracking off and on again for this disk, if it happens each time
cbt-changed-blocks = Changed blocks cannot be listed
    .meaning = The storage cannot tell what changed between two snapshots. XO makes a full backup instead.
    .cause = The snapshots are not related, or a record is missing.
    .remedy =
        { step-next-run }
share-read-only = Share cannot be written
    .meaning = The test write on an NFS or SMB SR failed.
    .cause = Rights, a full file system, or a share that became read only.
    .remedy =
        Look at the free space and the rights on the storage
        { step-replug }
wipefs = Old signatures not wiped
    .meaning = The device of a new SR could not be wiped.
    .cause = The device is in use; no backup does this.
    .remedy =
        Check that the device is the right one and not in use
driver-crash = Storage driver crashed
    .meaning = The storage driver stopped with an error that it does not know itself.
    .cause = A bug, or a condition that nobody thought of; the text names its type.
    .remedy =
        { step-again }
        { step-smlog }
        Report it to the maker of the driver with those lines
zfs = ZFS SR not created or deleted
    .meaning = A ZFS SR could not be created or deleted.
    .cause = The pool or its folder; no backup does this.
    .remedy =
        { step-smlog }
linstor = LINSTOR (XOSTOR) failure
    .meaning = LINSTOR refused a configuration, a creation or a deletion.
    .cause = A node is away, or the cluster has too little room.
    .remedy =
        Check the state of the LINSTOR nodes and resources
        { step-smlog }
large-block = Large-block device failure
    .meaning = The loop device or volume group of a large-block SR could not be connected.
    .cause = The device changed or was not released.
    .remedy =
        { step-replug }
        { step-smlog }
sr-other = Storage failure with a number that is not listed
    .meaning = The storage driver failed. This program does not know this number.
    .cause = A driver of a third party, or a newer version.
    .remedy =
        Read the text after the number: it often says what is wrong
        { step-again }
        { step-smlog }
        { step-support }

## XAPI

other-operation = Another operation runs
    .meaning = The VM or disk is busy with another operation.
    .cause = Two jobs, a migration, or somebody's work on the VM met.
    .remedy =
        { step-again }
        Move jobs that work on the same VM apart
not-allowed = Operation not allowed now
    .meaning = XAPI does not allow the operation in this state.
    .cause = A disk is being copied, changed block tracking was asked of a snapshot, or somebody blocked the operation on the VM.
    .remedy =
        Wait for what runs on this VM
        Look at the blocked operations of the VM, and ask who set them
sharable = Shared disk
    .meaning = A disk that several VMs share cannot be snapshotted.
    .cause = The disk is marked as sharable.
    .remedy =
        { step-exclude }
        Back its contents up from inside the VM
on-boot-reset = Disk that is reset at boot
    .meaning = A disk that is reset at each boot cannot be used like this.
    .cause = The disk is set to `on-boot: reset`.
    .remedy =
        { step-exclude }
        Set it to `persist`, if its contents matter
vdi-not-available = Disk not available to high availability
    .meaning = The state file of high availability could not be attached.
    .cause = The storage of high availability is away.
    .remedy =
        { step-way }
vdi-not-managed = Operation on a hidden image
    .meaning = Somebody asked for an operation on a base copy.
    .cause = A mistake in the program that asked.
    .remedy =
        { step-update-xo }
        Report it with the log
vdi-read-only = Disk is read only
    .meaning = Writing was asked of a disk that is read only.
    .cause = The disk or its SR is marked read only.
    .remedy =
        Check the disk and its SR in XO
vdi-io-error = I/O error on a disk
    .meaning = Reading or writing a disk failed during an export or import.
    .cause = The target of a replication or restore is full, or the storage fails.
    .remedy =
        Look at the free space of the target SR
        { step-again }
        { step-way }
        { step-smlog }
copy-failed = Copy aborted
    .meaning = Copying a disk stopped before its end.
    .cause = The target is full, or the connection broke.
    .remedy =
        Look at the free space of the target SR
        { step-again }
incompatible-type = Disk of another kind
    .meaning = The operation met a disk that changed its kind meanwhile.
    .cause = Two clean-ups of snapshot data met.
    .remedy =
        { step-again }
        { step-update-xo }
no-cbt-metadata = No changed block tracking
    .meaning = Changed blocks were asked of a disk that does not track them.
    .cause = Tracking was switched off, or the disk was moved.
    .remedy =
        Switch changed block tracking on, or off for the whole job
        { step-again }
cbt-enabled = Changed block tracking is in the way
    .meaning = The disk cannot be migrated while it tracks changed blocks.
    .cause = A job with changed block tracking works on it.
    .remedy =
        Switch changed block tracking off for this disk, migrate, switch it on again
size-limits = Disk too large or too small
    .meaning = The size is outside of what the SR allows.
    .cause = A target with another limit, or a source that was resized.
    .remedy =
        Use another target SR
not-sparse = Disk is not sparse
    .meaning = A delta export was asked of a disk that cannot give one.
    .cause = The disk has no format that knows its empty parts.
    .remedy =
        Use a full backup for this VM
migration-no-space = No room on the source SR
    .meaning = A storage migration could not start: it begins with a snapshot, and there is no room for it.
    .cause = The SR that is to be left is full.
    .remedy =
        { step-free }
        Shut the VM down and move its disks offline
suspend-no-space = No room for the memory of the VM
    .meaning = The SR for suspended VMs has no room for the memory image.
    .cause = A backup with memory, or a suspend, of a VM with much memory.
    .remedy =
        Back up without memory
        Choose another SR for suspended VMs
too-many-migrations = Too many storage migrations at once
    .meaning = A host sends at most 3 storage migrations at a time.
    .cause = Several migrations or health checks at once.
    .remedy =
        { step-again }
        Run them one after the other
mirror-failed = Mirror of a disk broke
    .meaning = The live copy of a disk stopped.
    .cause = The target is full, or the network broke.
    .remedy =
        Look at the free space of the target SR
        { step-again }
migration-snapshots = Snapshots prevent the migration
    .meaning = A VM with several snapshots, or one with memory, cannot be migrated like this.
    .cause = Limits of older hosts.
    .remedy =
        Delete the snapshots that nobody needs
        Shut the VM down and migrate it offline
sr-not-attached = SR not connected to the host
    .meaning = The host that was to do the work is not connected to the SR.
    .cause = The SR is disconnected or in maintenance, or the storage cannot be reached.
    .remedy =
        { step-replug }
        { step-way }
vdi-locked = Disk locked by the storage
    .meaning = The storage holds a lock on the disk.
    .cause = Another host uses it, or crashed while it did.
    .remedy =
        { step-again }
        Find the host that holds the disk
sr-unhealthy = SR or cluster not healthy
    .meaning = The SR, or the cluster below it, says that it is degraded.
    .cause = A member of the cluster is away.
    .remedy =
        Check the members of the cluster before anything else
        { step-way }
quiesce = Quiesced snapshot failed
    .meaning = The guest could not be brought to a standstill for the snapshot.
    .cause = The volume shadow copies of an old Windows guest.
    .remedy =
        { step-again }
        Take snapshots without quiescing
checkpoint = Snapshot with memory failed
    .meaning = The VM could not be suspended or resumed for a snapshot with memory.
    .cause = Guest tools that are missing or old, or too little memory.
    .remedy =
        Check at once that the VM runs
        Install or update the guest tools
        Back up without memory
handle-invalid = Object gone
    .meaning = An object vanished between two steps.
    .cause = The garbage collector, a scan or another job removed it.
    .remedy =
        { step-again }
        Move jobs that work on the same VM apart
duplicate-key = Mark already set on the disk
    .meaning = A mark such as "paused" or "activating" is already set on the disk.
    .cause = Two operations met, or one was cut off and left its mark behind.
    .remedy =
        { step-again }
        Shut the VM down and start it again: that plugs its disks anew and clears the mark
        { step-support }
infrastructure = Task, session or host went away
    .meaning = The task was cancelled, the session ended, or the host is off or still starting.
    .cause = A restart, or a connection that broke.
    .remedy =
        { step-again }
        Check that the host is up and connected in XO
license = Not covered by the licence
    .meaning = The host's licence does not allow the operation.
    .cause = An edition without this feature, or a licence that ended.
    .remedy =
        Renew or change the licence, or do without the feature
gc-no-space = Garbage collector without room
    .meaning = No pending merge fits into the free space of the SR. Chains grow with every backup from now on.
    .cause = The SR is too full.
    .remedy =
        { step-free }
        { step-grow }
        { step-rescan }: that starts the garbage collector
unpause = Disk process could not go on
    .meaning = The disk of a running VM could not be continued after a pause. The VM may hang.
    .cause = The storage failed during a snapshot or merge.
    .remedy =
        Check at once whether the VM still works
        { step-smlog }
        { step-way }
cbt-lost = Changed block tracking lost
    .meaning = The record of changed blocks did not survive a snapshot or a resize. XO makes a full backup instead.
    .cause = Too little room, or a resize.
    .remedy =
        Expect one full backup, with its time and space
no-hardlinks = Storage without hard links
    .meaning = The file system behind the SR knows no hard links, which some merges need.
    .cause = The kind of share.
    .remedy =
        Use a share with hard links for this SR
local-cache = Local cache full
    .meaning = The local cache of a host is full.
    .cause = Disks that are cached on the host.
    .remedy =
        Free space on the SR of the cache, or switch the cache off

## XO and its backup repositories

unhealthy-vdi-chain = XO skipped the VM to protect its chains
    .meaning = XO took no snapshot, so that no backup was made: images of this VM wait to be merged, more than the one that XO lets pass for each disk. The VM itself goes on.
    .cause = Snapshots were deleted and the storage has not merged them yet: it had no time (a short interval, busy disks), no room (a full SR), merging is switched off, or a chain is broken. Or hidden images were left behind, for instance when a host was restarted during a backup.
    .remedy =
        Wait: the storage merges by itself, the next run may pass
        Rescan the SR in XO: that starts the garbage collector
        See that the SR has enough free space: merges need room first
        Delete snapshots that nobody needs (in XO open the SR, tab "Disks"), then wait for the merges: right after a deletion there is more to merge, not less
        Run the job at longer intervals if merges never end in time
        If no snapshot is there and nothing merges: shut the VM down, make a full copy of it, start the copy, and delete the old VM when all is well; the service is down while it copies
    .note = The manual gives the number of snapshots (30 for each VM) as the cause. XO skips long before that limit: what counts is what waits to be merged. The clone of the manual has to be a full copy: a fast clone shares the chain and does not help.
already-running = The job is already running
    .meaning = The job was to start while its previous run had not ended. This run did nothing; the one before goes on.
    .cause = The run takes longer than the interval: disks have grown, storage or network are slow, or several schedules, a sequence or a person start the same job.
    .remedy =
        Nothing, if it was once
        Look whether the run before is stuck: see its log in XO
        Change the schedule: longer intervals, or times when nothing else runs
        Split the job, or leave out disks that need not be saved
    .note = The manual says that the new run is skipped: XO reports it as a failure. Where one hour between runs no longer suffices because the disks have grown, no setting of storage helps, only fewer runs or less data.
proxy-already-running = The proxy already runs this job
    .meaning = The XO proxy still works on a run of this job.
    .cause = xo-server was restarted while the proxy went on.
    .remedy =
        Wait until the proxy is done
        Restart the proxy if it never ends
no-vms = No VM matches the job
    .meaning = The job selects no VM, so that nothing was done.
    .cause = Tags or states that no VM has now, or a pool that is not connected.
    .remedy =
        Check that all pools are connected in XO
        Check the filter of the job, or disable the job
no-disks = No disks to save
    .meaning = The VM has no disk that is to be saved.
    .cause = All its disks carry `[NOBAK]`, or it has none.
    .remedy =
        Check the names of its disks, or take the VM out of the job
no-xapi = VM unknown or its pool not connected
    .meaning = XO cannot reach the VM: it does not exist any more, or its pool is not connected.
    .cause = The VM was deleted and still stands in the job, or the connection to the pool is lost.
    .remedy =
        Check that the pool is connected in XO: Settings, Servers
        Take the VM out of the job if it is gone
no-repository = No backup repository usable
    .meaning = None of the job's repositories could be opened, so that nothing was saved.
    .cause = The repository is disabled, its server or share cannot be reached, or its credentials are wrong.
    .remedy =
        Test the repository in XO: Settings, Remotes
        Check server, network and credentials
repository-timeout = Backup repository does not answer
    .meaning = The repository did not answer in time.
    .cause = Server or network are slow or away.
    .remedy =
        Test the repository in XO: Settings, Remotes
        { step-next-run }
vm-migrating = VM is being migrated
    .meaning = A VM is not backed up while it migrates.
    .cause = A migration, maybe by load balancing, met the backup.
    .remedy =
        { step-next-run }
own-copy = The job would back up its own copies
    .meaning = The job selected a VM that it made itself.
    .cause = The filter of a smart job matches replicated VMs, too.
    .remedy =
        Exclude the copies by their tag in the filter of the job
worker-exited = Backup process died
    .meaning = The process that ran the backup ended before its time.
    .cause = Mostly too little memory: the system killed it.
    .remedy =
        Look for "out of memory" in the system log of XO
        Give XO more memory, or run fewer VMs at once (concurrency of the job)
locked = Backup folder is locked
    .meaning = Another run holds the VM's folder in the repository.
    .cause = Another job saves the same VM, old backups are being merged, or a run that failed has not let go yet.
    .remedy =
        { step-next-run }
        Move jobs that save the same VM apart
repository-full = Backup repository full
    .meaning = The disk of the backup repository is full: this is not the SR of the VM.
    .cause = Retention is too long for its size, full backups came unexpectedly, or old backups are left.
    .remedy =
        Look at the free space of the repository in XO
        Delete backups that nobody needs, in XO: Backup, Restore
        Lower the retention of the jobs
        Enlarge the repository, or use another one
repository-access = Backup repository cannot be written
    .meaning = The system refused access to a file of the repository.
    .cause = Rights on the share, or a share that is mounted read only.
    .remedy =
        Test the repository in XO: Settings, Remotes
        Correct rights and mount on the server
repository-io = I/O error
    .meaning = Reading or writing failed on the device below.
    .cause = A disk, a path or a share fails; a stale NFS mount.
    .remedy =
        Check at once whether other backups on it can be read
        Check the server and disks of the repository, and the storage
connection-lost = Connection lost
    .meaning = The other side closed the connection, or did not answer.
    .cause = Host, XO or network were restarted or overloaded.
    .remedy =
        { step-next-run }
        Check the network between XO, hosts and repository if it comes back
        { step-xo-log }
prune-failed = Old snapshots not removed
    .meaning = XO could not remove the snapshots of earlier runs: they pile up, towards the chain limit.
    .cause = A snapshot's disk is plugged in somewhere, for instance into a control domain.
    .remedy =
        { step-detach }
        { step-again }
        Delete the old snapshots of the job by hand
offline-retention = Settings exclude each other
    .meaning = An offline backup cannot keep snapshots.
    .cause = `offlineBackup` and a snapshot retention are both set.
    .remedy =
        Set the snapshot retention to 0, or switch the offline backup off
proxy-undefined = Proxy failed without a reason
    .meaning = The XO proxy reported a failure without saying which.
    .cause = The proxy lost its connection or was restarted.
    .remedy =
        Read the log of the proxy
        { step-next-run }
interrupted = Run interrupted
    .meaning = XO stopped while the job ran: nobody knows how far it came. What had not ended was not saved.
    .cause = xo-server was restarted, updated or crashed.
    .remedy =
        Run the job again: it removes what was left behind
        Update and restart XO only while no backup runs
        { step-xo-log }
all-targets-failed = All targets failed
    .meaning = No target of the VM's backup could be written; the errors inside say why.
    .cause = See the errors that it names.
    .remedy =
        See to the errors inside first
writer-dropped = A target was given up
    .meaning = One target failed and was not used for the rest of the run; other targets go on.
    .cause = See the error that it names.
    .remedy =
        See to the error inside first
        Do not count on this target for this run
retried = Tried again
    .meaning = The backup of the VM failed and was tried again; what counts is how it ended.
    .cause = See the error that it names.
    .remedy =
        Nothing, if it was once and ended well
fell-back-to-full = Full backup instead of a delta
    .meaning = The delta could not be made, so that everything was saved. That takes more time and room, nothing is lost.
    .cause = The snapshot that the delta starts from is gone or not usable, or the target has no full backup to build on.
    .remedy =
        Expect more time and space for this run
        Do not delete snapshots that XO made for the job
forced-full = Full backup by caution
    .meaning = XO made a full backup, because the older QCOW2 backups may be damaged.
    .cause = They were made before a bug in XO was repaired.
    .remedy =
        Check by a restore whether older backups of this disk are usable
no-nbd = NBD not used
    .meaning = The transfer went another way, more slowly.
    .cause = NBD is not enabled on the network, or cannot be reached.
    .remedy =
        Nothing, if it is fast enough
        Enable NBD on the network between host and XO
snapshot-data-kept = Snapshot data not deleted
    .meaning = The data of a snapshot could not be purged: the snapshot stays whole and takes its room and its node in the chain.
    .cause = The disk was still plugged in, or does not track changed blocks.
    .remedy =
        { step-next-run }
        { step-detach }
cbt-not-enabled = Changed block tracking not switched on
    .meaning = XO went on without changed block tracking.
    .cause = The SR or the kind of the disk does not support it, or there is no room.
    .remedy =
        Nothing, if the backup ended well
no-suspend-vdi = Memory of the suspended VM missing
    .meaning = The VM is suspended and its memory image cannot be reached, so that it is not in the backup.
    .cause = The image lies on an SR that is away, or was deleted.
    .remedy =
        Resume the VM or shut it down before the next backup
incomplete-backup = Incomplete backup in the repository
    .meaning = A backup in the repository misses files; XO removes such backups.
    .cause = An earlier run was cut off, or somebody deleted files.
    .remedy =
        Check that a later backup of this VM is whole
        Do not delete files in a repository by hand
broken-backup-chain = Broken backups in the repository
    .meaning = Backups in the repository cannot be read: something they build on is missing or damaged.
    .cause = Files were deleted by hand, or the repository's storage has failed.
    .remedy =
        Check by a restore which backups of this VM are usable
        Let the next backup be a full one
        Check the storage of the repository
backup-leftovers = Leftovers in the repository
    .meaning = XO found what an earlier run left behind and cleans it up.
    .cause = An earlier run was cut off.
    .remedy =
        Nothing, if it does not come back

## Whether it goes away

temporary-yes = yes: trying again usually works
temporary-maybe = maybe: it depends on the cause
temporary-no = no: somebody has to act

## The page of all errors

page-title = Errors
page-intro = Every storage and backup error that xo-health knows: what it means, its usual cause, what to do in order of harm, who acts first, and whether it goes away by itself. `xo-health explain` finds them in a text, a log or a report mail.
page-generated = This page is generated from the catalogue; do not edit it. `cargo xtask codegen` writes it.
page-numbered = Numbered failures of the storage manager
page-xapi = XAPI
page-orchestra = XO and its backup repositories
page-shown = Shown as
page-cause = Usual cause
page-actor = Acts first
page-temporary = Temporary
page-note = Note
page-findings = Findings that tell of it before
page-sources = Sources
