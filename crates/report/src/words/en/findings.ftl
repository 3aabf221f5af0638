# The words of findings, in English. One message per code: its value is the title, its attributes the rest.
#
# Lines of a remedy are steps, least harmful first. A `.message` is one line; its variables are the keys of the
# finding's evidence, `$name` and `$id` of its subject, `$severity`, and `$KEY_count` for a list KEY. A value that is not
# known is the text `unknown`, a flag `yes` or `no`. One-liners end without a full stop.

## Pieces of messages

list-more = { $shown } and { $more } more

# `root` of `web` on `local`
disk = `{ $name }`{ $vms_count ->
        [0] {""}
       *[other] {" "}of { $vms }
    } on { on-sr }

on-sr = { $sr ->
        [unknown] an unknown SR
       *[other] `{ $sr }`
    }

in-jobs = { $jobs_count ->
        [0] {""}
        [one] {" "}(job { $jobs }{ next-run })
       *[other] {" "}(jobs { $jobs }{ next-run })
    }

next-run = { $next_run_at ->
        [unknown] {""}
       *[other] , next run { $next_run_at }
    }

merges = { $pending_inner ->
        [one] { $pending_inner } merge
       *[other] { $pending_inner } merges
    }

room = { $need_bytes ->
        [unknown] { room-free }
       *[other] the largest needs at most { $need_bytes }, { room-free }
    }

room-free = { $free_bytes ->
        [unknown] the free space is unknown
       *[other] { $free_bytes } free
    }

snapshots = { $snapshots ->
        [one] { $snapshots } snapshot
       *[other] { $snapshots } snapshots
    }

oldest = { $oldest_at ->
        [unknown] {""}
       *[other] , the oldest from { $oldest_at }
    }

## 1xx: chains

chain-depth = Disk near or at the chain limit
    .meaning = Every snapshot that is kept and every merge that is still pending adds a node to a disk's VHD chain. At 30 nodes the storage refuses the next snapshot, and the VM's backup fails with `SR_BACKEND_FAILURE_109`. Restarting the job by force does not help: that bypasses XO's own check, not the storage's limit. What counts is the depth of the chain, not the number of snapshots in the list.
    .remedy =
        Delete snapshots of this disk that are no longer needed, then wait until the storage has merged them
        Keep fewer snapshots: lower the snapshot retention of the jobs that back up this VM
        Copy or migrate the disk to another SR: the copy starts with a chain of one node
        If the disk needs no backup, exclude it with `[NOBAK]` in its name
    .message = { $severity ->
        [critical] { $first ->
            [gate] Disk { disk } is at the chain limit ({ $depth } of { $limit } nodes): no snapshot is possible, and XO skips the VM before the storage can refuse it{ in-jobs }
            [no_space] Disk { disk } is at the chain limit ({ $depth } of { $limit } nodes): no snapshot is possible, and the backup fails for lack of space even before that{ in-jobs }
           *[other] Disk { disk } is at the chain limit ({ $depth } of { $limit } nodes): the next backup fails with `SR_BACKEND_FAILURE_109`{ in-jobs }
        }
       *[other] { $snapshots_left ->
            [0] Disk { disk } is at the chain limit ({ $depth } of { $limit } nodes): its next snapshot fails with `SR_BACKEND_FAILURE_109`, and no enabled job takes one
            [one] Disk { disk } has { chain-depth-nodes } of { $limit } nodes: one more snapshot, then the storage refuses the next{ in-jobs }
           *[other] Disk { disk } has { chain-depth-nodes } of { $limit } nodes: { $snapshots_left } more snapshots, then the storage refuses the next{ in-jobs }
        }
    }

chain-depth-nodes = { $depth_complete ->
        [no] at least { $depth }
       *[other] { $depth }
    }

xo-will-skip = XO skips this VM to protect its chains
    .meaning = When snapshots have been deleted and the storage has not merged them yet, base copies pile up in the chain. XO tolerates one per disk; with more, it skips the VM with "unhealthy VDI chain", and no backup is made. This is what would happen to a run started now.
    .remedy =
        Wait: the storage merges by itself, no earlier than 5 minutes after a snapshot was deleted
        Rescan the SR in XO: that starts the garbage collector
        Remove what stops the merges: switch coalesce on again, free space on the SR, repair a broken chain
        If merges never finish in time, run the job less often, or fewer jobs on this SR
        Do not make `bypassVdiChainsCheck` a habit: the chain grows to the limit of the storage, which cannot be bypassed
    .first = { $why ->
        [gc_off] Switch the garbage collector of { $sr } on again (`gc=false` in `other_config`): waiting does not help
        [coalesce_off] Switch coalesce on { $sr } on again (`coalesce=false` in `other_config`): waiting does not help
        [detached] Connect a host to { $sr }: waiting does not help
        [broken] Repair the broken chain on { $sr } (see `broken-chain`): until then nothing is merged there
        [no_space] Delete unneeded snapshots and orphaned disks on { $sr }: deleting takes no extra space, and waiting does not help
        [several_hosts] Migrate the VMs that share this QCOW2 chain to one host (in XO, the VM, Migrate), or shut down all but one: waiting does not help
        [stalled] Find out why merges on { $sr } have stalled (see `gc-stalled`): waiting does not help
        [due] Start this run later, or accept the skip: the first run after the merges goes through
       *[can_merge] Wait: the storage merges by itself, no earlier than 5 minutes after a snapshot was deleted
    }
    .message = { $severity ->
        [critical] XO skips `{ $name }` at the next backup
       *[other] XO skips `{ $name }` if it is backed up now
    }: { $gate } base copies of { $disks } on { on-sr } are not merged, { $tolerance } is allowed; { $why ->
        [gc_off] the garbage collector of the SR is switched off
        [coalesce_off] coalesce is switched off on the SR
        [detached] no host reaches the SR
        [broken] a broken chain stops all merges on the SR
        [no_space] the SR has no room to merge
        [several_hosts] disks of this QCOW2 chain run on several hosts, and no host can merge it
        [stalled] merges on the SR have stalled
        [due] the run starts before they can be merged
       *[can_merge] the backup goes through once they are merged
    }{ in-jobs }

pending-merge = Merges pending
    .meaning = Base copies are waiting for the storage's garbage collector to merge them. Every deleted snapshot leaves one, so this is normal after backups. Merging takes minutes to hours, and free space on the SR while it runs.
    .remedy =
        Do nothing as long as the number goes down between backups
        If it stays the same for hours, rescan the SR in XO: that starts the garbage collector
    .message = { merges } pending on `{ $name }`: { room }

leaf-pair = Leaf merges pending
    .meaning = Above each of these disks is a base copy that has no other child. The storage merges it only while little is written to the disk, so it may stay indefinitely. It costs one node of the chain; XO's check does not count it, and no backup fails because of it.
    .remedy =
        Do nothing
    .message = { $pending_leaf ->
        [one] 1 disk on `{ $name }` has
       *[other] { $pending_leaf } disks on `{ $name }` have
    } one base copy left to merge; harmless

broken-chain = Broken chain
    .meaning = A node of a chain names a parent that does not exist, is on another SR, or is one of its own descendants. Disks below it cannot be read. The garbage collector gives up on the whole SR, so no chain on this SR gets shorter until this one is repaired.
    .remedy =
        Before anything else, check the backups of the VMs named here, and keep them
        Rescan the SR in XO and run the check again: a scan repairs what an interrupted operation left behind
        Look up the image in `/var/log/SMlog` on the pool master, and contact your storage vendor's or XCP-ng support before deleting anything
        Restore the disks below it from backup, and delete the broken ones
    .message = { $broken ->
        [stale_record] The record of `{ $id }` on { on-sr } names the parent `{ $parent_id }`, which does not exist, although { $vms } runs on this disk and a base copy holds its snapshot: most likely only the record is wrong, as the storage manager of XCP-ng 8.3 leaves it after a merge; rescanning the SR may correct it
       *[other] The chain is broken at `{ $id }` on { on-sr }: { $broken ->
            [missing_parent] its parent `{ $parent_id }` does not exist
            [foreign_sr] its parent `{ $parent_id }` is on another SR
           *[cycle] its parents form a loop
        }; { $snapshot_error ->
            [unknown] {""}
           *[other] snapshots of disks below fail with `SR_BACKEND_FAILURE_{ $snapshot_error }`, {""}
        }{ $disks ->
            [0] no disk depends on it
            [one] 1 disk depends on it
           *[other] { $disks } disks depend on it
        }{ $vms_count ->
            [0] {""}
           *[other] {" "}({ $vms })
        }, and nothing is merged on this SR
    }

duplicate-id = Two objects with one id
    .meaning = The server sent two different objects with the same id. The first is used, the second ignored, so figures about this object may be wrong. This happens when a pool was cloned, or restored alongside the original.
    .remedy =
        Find the second object in XO and decide which one is right
        Disconnect the pool that was cloned
    .message = Id `{ $id }` was sent twice; the second object is ignored

retention-cannot-fit = Retention beyond the chain limit
    .meaning = Every snapshot that is kept occupies one node in its disk's chain, and XO takes the next one on top of them all. A chain has at most 30 nodes. Jobs that together should keep 29 or more snapshots of a disk, counting whatever else occupies nodes, never get there: the storage refuses with `SR_BACKEND_FAILURE_109` first, and the VM's backup fails. Merging does not help, because every node is in use.
    .remedy =
        Lower the snapshot retention of these jobs until together they keep no more than fits
        Keep older states in a backup repository instead of as snapshots: backups need no chain on the SR
        If anything else occupies nodes, delete snapshots of these disks that are no longer needed
    .message = { $jobs_count ->
        [one] Job { $jobs } keeps { $kept } snapshots
       *[other] Jobs { $jobs } keep { $kept } snapshots
    } of the disks of { $vms }{ $others ->
        [0] {""}
        [one] , where 1 more node of a chain is in use
       *[other] , where { $others } more nodes of a chain are in use
    }: chains of { $limit } nodes hold at most { $most }, then the storage refuses the next snapshot

snapshot-in-use = Disk in use that XO calls a snapshot
    .meaning = A running VM uses this image as its disk, but its record in XAPI says that it is a snapshot (a wrong `snapshot_of`). XO believes the record: it leaves the disk out of backups, and offers it for deletion among the snapshots. xo-health counts it as a disk.
    .remedy =
        Do not delete this “snapshot” in XO: a running VM uses it
        Check the VM's backups: this disk may be missing from them
        Copy the disk in XO, attach the copy to the VM in its place, and remove the old one once the VM runs from the copy: the copy has a record of its own
        If the disk is too large to copy, ask XCP-ng support how to correct the record in XAPI's database
    .message = `{ $name }` on { on-sr } is a disk in use by { $vms }, but XO shows it as a snapshot{ $snapshot_of ->
        [unknown] {""}
       *[other] {" "}of `{ $snapshot_of }`
    }

## 2xx: garbage collection

gc-no-space = No room to merge
    .meaning = The garbage collector found no pending merge that fits into the free space of the SR and stopped. From now on chains grow with every backup, until XO skips the VMs or the storage refuses their snapshots.
    .remedy =
        Delete unneeded snapshots and orphaned disks on this SR: deleting takes no extra space
        Move a disk to another SR
        Enlarge the SR
        Then rescan the SR in XO: that starts the garbage collector
    .message = { $over ->
        [yes] The garbage collector of `{ $name }` reported that it had no room{ gc-no-space-since }; nothing is pending any more
       *[other] The garbage collector of `{ $name }` has no room for any merge{ gc-no-space-since }: { merges } pending, { room }
    }

gc-no-space-since = { $since_at ->
        [unknown] {""}
       *[other] {" "}since { $since_at }
    }

coalesce-off = Coalesce switched off
    .meaning = Merging was switched off in the `other_config` of this SR. Deleted snapshots stay in the chains and keep their space. With each backup the chains grow, until XO skips the VMs.
    .remedy =
        Ask who switched it off and why: this is often done for a repair and then forgotten
        Remove the key again: `xe sr-param-remove uuid=SR-ID param-name=other-config param-key=KEY`
        Rescan the SR in XO and wait until the merges are done
    .message = `{ $switch }=false` on `{ $name }`: { $switch ->
        [leaf-coalesce] { $pending_leaf ->
            [one] 1 leaf merge is pending; harmless
           *[other] { $pending_leaf } leaf merges are pending; harmless
        }
       *[other] { $pending_inner ->
            [0] { $pending_leaf ->
                [one] 1 leaf merge is pending
               *[other] { $pending_leaf } leaf merges are pending
            }
            [one] 1 merge is pending and will never run
           *[other] { $pending_inner } merges are pending and will never run
        }{ $in_enabled_job ->
            [yes] , and backups add more
           *[other] {""}
        }
    }

coalesce-error = Merge failed
    .meaning = The storage hit an I/O error or a full SR during a merge. It retries by itself; while the cause remains, every attempt fails and the chains grow.
    .remedy =
        Check the free space of the SR
        Read `/var/log/SMlog` on the pool master around that time: it names the image and the error
        Check the storage behind the SR: disks, paths, network
        Rescan the SR in XO once the cause is gone
    .message = { $last_error_at ->
        [unknown] A merge on `{ $name }` failed at an unknown time
       *[other] A merge on `{ $name }` failed { $last_error_at }
    }; { merges } pending, { room-free }

coalesce-no-room = Merges may lack room
    .meaning = A merge needs free space first and gives space back afterwards. None of the merges pending on this SR is sure to fit into the free space. How much a merge needs depends on how many blocks both images hold, which XO does not show: it lies between the two numbers. If none fits, the garbage collector stops, and chains grow with every backup.
    .remedy =
        Delete unneeded snapshots and orphaned disks on this SR: deleting takes no extra space
        Move a disk to another SR
        Enlarge the SR
        Then rescan the SR in XO: that starts the garbage collector
    .message = { $fits ->
        [does_not_fit] `{ $name }` has no room to merge: { merges } pending, the smallest needs at least { $least_bytes }, { $free_bytes } free{ $in_enabled_job ->
            [yes] , and backups add more
           *[other] {""}
        }
        [likely_not] `{ $name }` probably has no room to merge: { merges } pending, the smallest needs about { $likely_bytes }, at most { $most_bytes }, { $free_bytes } free
       *[likely_fits] `{ $name }` may lack room to merge: { merges } pending, the smallest needs about { $likely_bytes }, at most { $most_bytes }, { $free_bytes } free
    }

gc-stalled = Merges have stalled
    .meaning = Merges are pending, there is room for them and nothing is switched off, yet they are not done in the time that they should take. Something that XO does not show is in the way: an unreadable image, a host that restarted in the middle, or a garbage collector that ends with an error. Waiting may not help, and chains grow with every backup.
    .remedy =
        Rescan the SR in XO, wait 10 minutes, and run the check again: a scan starts the garbage collector
        Look for `SMGC` in `/var/log/SMlog` on the pool master (for a local SR, on its host): it says which image fails, and why
        Check that the master is connected to the SR and has time to merge: it does one merge at a time
        If an image is reported as corrupt, contact XCP-ng support or your storage vendor's support
    .message = { $pending_inner ->
        [one] 1 merge is pending
       *[other] { $pending_inner } merges are pending
    } on `{ $name }`, and { $sign ->
        [at_zero] the garbage collector has been running since { $since_at } without finishing one
        [silent] no garbage collector is running, although the last backup that deleted snapshots there ended { $since_at }
       *[needs_scan] the garbage collector starts only when the SR is scanned or a snapshot is deleted
    }{ $in_enabled_job ->
        [yes] {""}
       *[other] ; no enabled job makes the chains longer
    }

gc-blocked = Base copies held by clones or plugged disks
    .meaning = A base copy can be merged only when a single chain continues from it. Fast clones of a VM share base copies with it as long as both exist, so their chains never get shorter than the part they share. A snapshot that is plugged into a control domain cannot be deleted, and holds its base copy until it is unplugged. Snapshots that someone keeps are not counted: their base copies are merged once the snapshots are deleted.
    .remedy =
        Do nothing if the VMs are meant to share their disks and their chains are short
        Unplug what a control domain holds (see `control-domain-vdi`), then delete the snapshot
        Migrate the VMs that share a QCOW2 chain to one host (in XO, the VM, Migrate), then rescan the SR; its Advanced tab shows when merges are done
        Delete clones that are no longer needed
        Make a full copy of the VM, or migrate its disks to another SR: the copy shares nothing
    .message = { $held ->
        [one] 1 base copy
       *[other] { $held } base copies
    } on `{ $name }` ({ $held_bytes }) cannot be merged: { $on_several_hosts_count ->
        [0] {""}
       *[other] QCOW2, in use on several hosts by { $on_several_hosts }{ $shared_by_count ->
            [0] {""}
           *[other] {"; "}
        }
    }{ $shared_by_count ->
        [0] {""}
       *[other] shared by { $shared_by }{ $plugged_count ->
            [0] {""}
           *[other] {"; "}
        }
    }{ $plugged_count ->
        [0] {""}
       *[other] a control domain holds snapshots or disks of { $plugged }
    }

## 3xx: SRs

sr-low-space = Too little room on the SR
    .meaning = A merge needs free space first and gives space back afterwards. If the largest pending merge does not fit, it waits and its chain grows, while smaller ones go ahead.
    .remedy =
        Delete unneeded snapshots and orphaned disks on this SR: deleting takes no extra space
        Keep fewer snapshots: lower the snapshot retention of the jobs that use this SR
        Move a disk to another SR
        Enlarge the SR
    .message = `{ $name }` has { $free_bytes } free of { $size_bytes }: its largest pending merge needs up to { $need_bytes }

sr-usage = SR fuller than your limit
    .meaning = The SR is fuller than the limit that you set. How full an SR is does not say whether the next merge or snapshot fits; other findings do.
    .remedy =
        Delete unneeded snapshots and orphaned disks on this SR
        Move a disk to another SR
        Enlarge the SR, or raise your limit
    .message = `{ $name }` is { $used_percent } % full ({ $used_bytes } of { $size_bytes }), your limit is { $limit_percent } %

sr-maintenance = SR in maintenance
    .meaning = XO put the SR into maintenance and disconnected it. Disks on it can be neither used nor backed up until maintenance ends.
    .remedy =
        Wait until the work on the storage is done
        End the maintenance of the SR in XO
    .message = `{ $name }` is in maintenance{ $in_enabled_job ->
        [yes] : backups that use it fail until it ends
       *[other] ; no enabled job uses it
    }

sr-detached = SR not connected
    .meaning = Not every host of the pool is connected to this SR. VMs on a host that is not connected cannot use its disks. If no host is connected, no disk on it can be backed up, and nothing is merged.
    .remedy =
        Check whether the host is down on purpose: its connection comes back with it
        Connect the SR to the host again in XO, on the page of the SR
        Check the path to the storage: network, multipathing, the storage itself
    .message = { $hosts_attached ->
        [0] No host is connected to `{ $name }`
       *[other] Only { $hosts_attached } of { $hosts } hosts { $hosts_attached ->
            [one] is
           *[other] are
        } connected to `{ $name }`
    }{ $in_enabled_job ->
        [yes] { $hosts_attached ->
            [0] : backups that use it fail
           *[other] , which backups use
        }
       *[other] ; no enabled job uses it
    }

snapshot-no-room = No room for the next snapshot
    .meaning = A backup starts with a snapshot, and the snapshot needs more room than its SR has free. The backup of the VM fails at once, on LVM with `SR_BACKEND_FAILURE_44`, on file SRs with `SR_BACKEND_FAILURE_81`.
    .remedy =
        Delete unneeded snapshots and orphaned disks on this SR
        Move a disk to another SR
        Enlarge the SR
        Exclude disks that need no backup with `[NOBAK]` in their name
    .message = { $severity ->
        [critical] The next backup of `{ $name }` fails with `{ $error }`
       *[other] A backup of `{ $name }` started now fails with `{ $error }`
    }: its snapshot on { on-sr } needs at least { $need_bytes }, { room-free }{ in-jobs }

lvm-journal-room = No room for journals on an LVM SR
    .meaning = On an LVM SR, every merge and every snapshot first creates journals: small volumes of 4 MiB, two at a time. Below 64 MiB of free space there is barely room for them; below 8 MiB there is none. Then nothing is merged, snapshots are refused, and the garbage collector leaves no message about it.
    .remedy =
        Delete any unneeded snapshot on this SR: each gives back 8 MiB at once, and deleting takes no extra space
        Delete orphaned disks on this SR, or move a disk to another SR
        Enlarge the SR
        Then rescan the SR in XO: that starts the garbage collector
    .message = `{ $name }` has { $free_bytes } free of { $size_bytes }: below { $journal_room_bytes } an LVM SR barely has room for the journals of a merge or snapshot{ $in_enabled_job ->
        [yes] , and backups take snapshots there
       *[other] {""}
    }

metadata-volume = Metadata volume nearly full
    .meaning = An LVM SR lists its images in a small metadata volume, which has 4094 entries, however large the SR is. Disks, snapshots and base copies that are not merged yet take one each. When it is full, the storage refuses every new disk and snapshot with `SR_BACKEND_FAILURE_181`, and backups fail.
    .remedy =
        Delete unneeded snapshots and orphaned disks on this SR, then wait until the storage has merged them
        Keep fewer snapshots: lower the snapshot retention of the jobs that use this SR
        Move disks to another SR
    .message = `{ $name }` has { $taken } of the { $places } images that its metadata volume can hold{ $severity ->
        [critical] : the next snapshot fails with `SR_BACKEND_FAILURE_181`
       *[other] { $next_snapshots ->
            [0] {""}
            [one] ; the next backups take 1 snapshot there, which needs two entries
           *[other] ; the next backups take { $next_snapshots } snapshots there, which need two entries each
        }
    }

thin-overcommitted = SR promises more than it has
    .meaning = On a thin SR, disks take up space only as they are written, so the SR can promise more than it has. That is what thin SRs are for, and it works as long as the disks do not fill up. When the SR is full, the VMs on it get I/O errors, and backups fail.
    .remedy =
        Do nothing as long as more is free than the disks change until the next backups are merged
        Watch the free space: `xo-health forecast` shows how it grows, and when it runs out
        Delete unneeded snapshots and orphaned disks on this SR
        Move a disk to another SR, or enlarge this one
    .first = { $severity ->
        [warning] Delete unneeded snapshots and orphaned disks on this SR
       *[other] Do nothing as long as more is free than the disks change until the next backups are merged
    }
    .message = { $severity ->
        [warning] `{ $name }` may soon be full: { $free_bytes } of { $size_bytes } free, its disks change { $by_next_bytes } from one snapshot to the next, and running VMs can still write { $running_bytes }
       *[other] `{ $name }` promises its disks { $promised_bytes } and has { $size_bytes }: running VMs can still write { $running_bytes }, and { $free_bytes } is free
    }

replication-target = Problem on a replication target
    .meaning = A replication writes each copy into a replica on another SR and takes a snapshot of it there. The target has the same limits as the source: the snapshot needs space, and each copy that is kept adds a node to the replica's chain. XO checks only the source's chains, so nothing skips the run before the target's storage refuses it.
    .remedy =
        Look at the target SR: `xo-health sr` shows its chains, its space and its garbage collector
        Delete copies that are no longer needed, then wait until the storage has merged them
        Keep fewer copies: lower the replication retention of the job
        Replicate to another SR, or enlarge this one
    .message = { $problem ->
        [chain] The next replication to `{ $name }` fails with `SR_BACKEND_FAILURE_109`: the chain of { $vms } is at its limit ({ $limit } nodes)
        [too_large] Each replication to `{ $name }` fails with `SR_BACKEND_FAILURE_79`: a disk of { $vms } has { $need_bytes }, more than this SR accepts (2,040 GiB where it makes no QCOW2, as on LINSTOR and SMB, otherwise 16,381 GiB)
        [room] The next replication to `{ $name }` fails for lack of space: the largest copy of { $vms } needs at least { $need_bytes }, { room-free }
        [retention] Replications to `{ $name }` are set to keep { $kept } copies of { $vms }, more than chains of { $limit } nodes hold: the storage refuses before that
       *[merges] The chains of replicas on `{ $name }` only grow: { merges } pending and blocked, and XO does not check the chains of { $vms } there
    } ({ $jobs_count ->
        [one] job { $jobs }
       *[other] jobs { $jobs }
    })

image-missing = Images that the SR no longer finds
    .meaning = The last scan of the SR did not find these images, so XAPI marks them as missing. Their VMs cannot start, backups and replications that need them fail with `SR_BACKEND_FAILURE_46`, and the chains that contain them cannot be read.
    .remedy =
        Check that the SR's share or volume group is the right one and complete: a wrong or empty mount shows no images
        Rescan the SR in XO: images that are back lose the mark
        If replicas are affected, delete them in XO: the next run makes full ones
        If the images are gone, restore the VM from a backup and delete the records that are left
    .message = `{ $name }` no longer finds { $disks_count ->
        [one] 1 image
       *[other] { $disks_count } images
    } ({ $disks }){ $vms_count ->
        [0] {""}
       *[other] {" "}of { $vms }
    }{ $in_enabled_job ->
        [yes] , and a job needs them
       *[other] {""}
    }

guests-out-of-room = No room left for running VMs
    .meaning = This SR is thin, and it is full. The next write by a VM that needs a new block fails: the VM stops, or its file system is damaged. This affects the VMs themselves, not only their backups.
    .remedy =
        Delete orphaned disks and old snapshots on the SR that are no longer needed, least risky first
        Shut down VMs that can wait: a VM that is off writes nothing
        Enlarge the SR, or move disks to another SR
    .message = `{ $name }` is full: { $free_bytes } of { $size_bytes } free, and running VMs can still write { $running_bytes } ({ $vms })

## 4xx: leftovers

orphan-vdis = Disks without a VM
    .meaning = These disks and snapshots are attached to no VM and take up space. XO shows them on its health page as orphan VDIs. Snapshots that a backup job is going to remove are not counted.
    .remedy =
        Ask the owners of the VMs whether a disk is still needed: it may have been detached on purpose
        Attach a disk that is needed to its VM
        Delete the rest in XO
    .message = { $orphans ->
        [one] 1 disk on `{ $name }` belongs to no VM
       *[other] { $orphans } disks on `{ $name }` belong to no VM
    } and { $orphans ->
        [one] takes
       *[other] take
    } { $usage_bytes }{ $snapshots ->
        [0] {""}
       *[other] {" "}(snapshots: { $snapshots })
    }: { $names }

old-snapshots = Old snapshots
    .meaning = These snapshots are older than your threshold and belong to no enabled schedule, so nothing removes them. Each occupies a node in its VM's chains and takes up space. A snapshot is not a backup: it is on the same storage as the disk.
    .remedy =
        Ask the owner of the VM whether they are still needed
        Delete those that are not
    .message = { $snapshots ->
        [one] 1 snapshot of `{ $name }` is
       *[other] { $snapshots } snapshots of `{ $name }` are
    } older than { $threshold_days } days and outside any enabled schedule{ oldest }: { $names }

backup-leftover = Leftover of an interrupted backup
    .meaning = A backup was cut off before it could name its snapshot and left it behind. The next backup of the VM removes it.
    .remedy =
        Run the backup of this VM again
        If the VM is no longer backed up and no backup is running, delete the snapshot by hand
    .message = { $snapshots ->
        [one] 1 snapshot of `{ $name }` was
       *[other] { $snapshots } snapshots of `{ $name }` were
    } left behind by an interrupted backup{ oldest }

deleted-job-snapshots = Snapshots of a deleted job
    .meaning = The job that made these snapshots no longer exists, so nothing removes them. Each occupies a node in its VM's chains and takes up space.
    .remedy =
        Check that another job backs up the VMs
        Delete the snapshots
    .message = { snapshots } of { $vms } { $snapshots ->
        [one] was
       *[other] were
    } made by the deleted job `{ $name }`{ oldest }

control-domain-vdi = Disk plugged into a control domain
    .meaning = Backups, restores and imports plug a disk into a host's control domain for a while. A disk that stays there cannot be deleted, its chain cannot be merged, and the next backup can fail with `VDI_IN_USE`.
    .remedy =
        Wait for running backups, restores and imports to finish
        Disconnect the disk from the control domain in XO: Dashboard › Health, "VDIs attached to Control Domain"
        If that is refused, restart the host's toolstack
    .message = { $snapshot ->
        [yes] Snapshot
       *[other] Disk
    } `{ $name }`{ $vm ->
        [unknown] {""}
       *[other] {" "}of `{ $vm }`
    } on { on-sr } is plugged into `{ $control_domain }`{ $backup_running ->
        [yes] {" "}while a backup runs
        [no] , and no backup accounts for it
       *[unknown] {""}
    }

cbt-lists = Lists of changed blocks pile up
    .meaning = A backup job that uses CBT keeps one list of changed blocks for each disk, from which the next delta starts. Here more are left than a job needs. They take almost no space, but a list that is no longer valid can turn every delta into a full.
    .remedy =
        Check whether the job's last runs were fulls, and read their warnings
        Delete the lists in XO (the SR's disks, type “CBT metadata”) while no backup is running: the next backup is a full, then deltas resume
        If they come back, update XO
    .message = { $lists } lists of changed blocks are left for { $disks } of `{ $name }`, up to { $most } for one disk{ oldest }{ $fulls ->
        [0] {""}
        [one] ; 1 backup was a full that was not due, and these lists are the likely cause
       *[other] ; { $fulls } backups were fulls that were not due, and these lists are the likely cause
    }

## 5xx: jobs

schedule-unreadable = Schedule cannot be read
    .meaning = XO cannot understand the pattern or the time zone of this schedule, so it never starts the job.
    .remedy =
        Edit the schedule in XO and save it again
        Look at the history of the job: it has not run since the schedule was changed
    .message = Schedule `{ $schedule }` of job `{ $name }` cannot be read{ $cron ->
        [unknown] {""}
       *[other] {" "}(`{ $cron }`)
    }: { $problem }{ $enabled ->
        [yes] {""}
       *[other] ; it is switched off
    }

job-overlap = Runs that overlap the previous run
    .meaning = XO allows one run of a job at a time, whatever starts it: a schedule, a second schedule of the job, a sequence, a person. A run that falls due while the previous one is still going is refused with "the job (…) is already running". It neither waits nor is made up for later, and a sequence that tried to start it is abandoned at that point.
    .remedy =
        Move one of the schedules, or start the job less often, so that a run ends before the next one starts
        Find out why the runs take so long: fulls among the deltas, a slow repository, too few VMs at once (`concurrency`)
        Split the job: two jobs do not wait for each other, as long as they cover different VMs
    .message = { $is_sequence ->
        [yes] Sequence
       *[other] Job
    } `{ $name }`: { $what ->
        [own] { $by_sequence ->
            [yes] a sequence
           *[other] schedule `{ $schedule }`
        } starts a run { $gap_minutes } after another, which { job-overlap-takes }
        [also_by_sequence] schedule `{ $schedule }` starts both by itself and by a sequence, { $gap_minutes } apart, and a run { job-overlap-takes }
        [together] schedules `{ $holder }` and `{ $schedule }` start in the same minute{ $by_sequence ->
            [yes] {" "}(by a sequence)
           *[other] {""}
        }
        [other] schedule `{ $schedule }`{ $by_sequence ->
            [yes] {" "}(by a sequence)
           *[other] {""}
        } starts { $gap_minutes } after `{ $holder }`, whose run { job-overlap-takes }
       *[past] { job-overlap-recent }
    }{ $what ->
        [past] {""}
       *[other] ; { $only_if_slow ->
            [yes] after such a run the next start is refused
           *[no] { job-overlap-coming }
        }{ $refused_recently ->
            [0] {""}
           *[other] ; { job-overlap-recent }
        }
    }

job-overlap-coming = { $refused ->
        [one] 1 of { $starts } starts until { $until_at } will be refused: { $first_at }
       *[other] { $refused } of { $starts } starts until { $until_at } will be refused, the first { $first_at }
    }

job-overlap-takes = { $only_if_slow ->
        [yes] sometimes takes { $takes_minutes }
       *[other] usually takes { $takes_minutes }
    }

job-overlap-recent = { $refused_recently ->
        [one] 1 run was refused in the last { $recent_days } days
       *[other] { $refused_recently } runs were refused in the last { $recent_days } days
    }

stuck-run = Run that does not end
    .meaning = A run of this job has been going on far longer than any before it. XO does not start a second run of a job, so each scheduled run ends at once with "already running" and nothing is backed up.
    .remedy =
        Look at the run in XO, under Backup › Logs: a first full, or a merge of many old backups, may be slow but alive
        Check that the backup repository answers and has space
        If nothing moves, restart xo-server while no other backup or restore is running: the run then counts as interrupted, and the next one starts
    .message = Job `{ $name }` has been running since { $started_at }{ $longest_minutes ->
        [unknown] {""}
       *[other] ; its longest run took { $longest_minutes }
    }{ $refused ->
        [0] {""}
        [one] ; 1 run has been refused since
       *[other] ; { $refused } runs have been refused since
    }

cron-reads-otherwise = Schedule means something else to XO
    .meaning = XO reads some patterns differently from cron: months count from 0, a range that ends in 7 or runs backwards is empty, and an empty field means every value. The job may start at other times than its author wanted.
    .remedy =
        Compare the next runs in XO with what was intended
        Write the days or hours one by one, as in `5,6,0` for Friday to Sunday
    .message = Schedule `{ $schedule }` of job `{ $name }`{ $cron ->
        [unknown] {""}
       *[other] {" "}(`{ $cron }`)
    }: { $reading ->
        [months_from_zero] XO counts months from 0, so `{ $written }` is a month later than in cron
        [range_ends_in_seven] XO takes the 7 in `{ $written }` for 0, so the range is not the one that was written
        [backward_range] the range in `{ $written }` runs backwards and is empty
        [star_in_list] the `*` in `{ $written }` adds nothing
       *[either_day] XO runs when the day of the month or the day of the week fits, cron when both do
    }

job-does-nothing = Job that backs up nothing
    .meaning = The job looks like protection, but nothing starts it, or each run has nothing to do. A run without a target ends at once with success, so neither the logs nor a report mail shows that nothing was saved.
    .remedy =
        Ask whether the job is still needed; if not, delete it so that no one relies on it
        Enable a schedule, or add the job to a sequence
        Give it a target or a number of snapshots to keep, and VMs: named ones, or a pattern that matches some
    .message = { $what ->
        [no_schedule] Job `{ $name }` has no schedule: it runs only when someone starts it
        [disabled] { $schedules_count ->
            [one] The only schedule of job `{ $name }` is switched off
           *[other] None of the { $schedules_count } schedules of job `{ $name }` is switched on
        }: it runs only when someone starts it
        [no_vms] Job `{ $name }` names no VM: each run is skipped
        [no_match] No VM matches job `{ $name }` now{ $excluded ->
            [0] {""}
            [one] {" "}except one that is left out because of its tag, or as a replica
           *[other] {" "}except { $excluded } that are left out because of their tags, or as replicas
        }{ $unknown_pools ->
            [0] {""}
           *[other] ; it names pools that XO does not know
        }: each run is skipped
        [bad_pattern] XO cannot evaluate the pattern of job `{ $name }` ({ $problem }): each run fails
        [no_retention] Job `{ $name }` keeps nothing{ $every_schedule ->
            [yes] {""}
           *[other] {" "}when started by { $schedules }
        }: its retention is 0 on each target, and no snapshot is kept; runs succeed, but nothing is saved
        [settings_exclude] Job `{ $name }` makes offline backups and is set to keep snapshots{ $every_schedule ->
            [yes] {""}
           *[other] {" "}when started by { $schedules }
        }: XO does not allow both, and each VM fails
       *[no_target] Job `{ $name }` has no target and keeps no snapshots{ $every_schedule ->
            [yes] {""}
           *[other] {" "}when started by { $schedules }
        }: each run ends at once with success, and nothing is saved
    }

vm-vanished = Job names VMs that are gone
    .meaning = The job names VMs by their ids, and XO has no VMs with these ids: they were deleted or restored under another id, or their pool is no longer connected. Each run fails for them with "no XAPI associated to …", and the failures hide others.
    .remedy =
        In XO, check under Settings › Servers whether the pool of these VMs was disabled or removed; if so, connect it again
        If the VMs are gone, remove them from the job; if they were restored, name the new ones
        Keep their old backups: they are all that is left of these VMs
    .message = Job `{ $name }` names { $vms_count ->
        [one] a VM that XO does not have
       *[other] { $vms_count } VMs that XO does not have
    }: { $vms }; each run fails for { $vms_count ->
        [one] it
       *[other] them
    }{ $disabled_servers ->
        [unknown] {""}
        [0] {""}
        [one] {" "}(1 server is disabled in XO: the missing VMs may be there)
       *[other] {" "}({ $disabled_servers } servers are disabled in XO: the missing VMs may be there)
    }

schedule-not-run = Enabled schedule that has not run
    .meaning = The schedule is enabled and two of its start times have passed, but the logs show no run of it, and the job has no snapshot that recent. Nothing failed: nothing was started. This happens after a configuration was imported, when XO's scheduler hangs, or when XO was not running.
    .remedy =
        Start the job by hand in XO, and check that it runs
        Disable the schedule in XO and enable it again: that makes XO's scheduler read it again
        If several schedules do not run, restart xo-server
    .message = Schedule `{ $schedule }`{ $cron ->
        [unknown] {""}
       *[other] {" "}(`{ $cron }`)
    } of job `{ $name }` is enabled and has not run since before { $since_at }{ $last_run_at ->
        [unknown] ; no run is in the logs
       *[other] ; the last run was { $last_run_at }
    }{ $last_snapshot_at ->
        [unknown] {""}
       *[other] ; its newest snapshot is from { $last_snapshot_at }
    }

replicas-in-job = Smart job that backs up copies of VMs
    .meaning = The job selects VMs by their tags, names or pools, and also matches replicas or VMs that were restored from a backup, because they carry the tags of their source. These are backed up a second time. A replication job replicates its own replicas, and doubles their number with each run.
    .remedy =
        Exclude the tags `Continuous Replication`, `Disaster Recovery` and `Restored from backup` in the job's settings
        Or tag replicas with `xo:no-bak`
        Delete copies of copies that already exist
    .message = Job `{ $name }` backs up { $vms_count ->
        [one] a replica or restored VM
       *[other] { $vms_count } replicas or restored VMs
    }: { $vms }{ $doubles ->
        [yes] ; it replicates to where they are, so each run doubles them
       *[other] {""}
    }

qcow2-without-nbd = Deltas of QCOW2 disks without NBD
    .meaning = XO can read what changed in a QCOW2 disk only through NBD (network block device). In a delta job that does not use NBD, each run transfers the whole disk: it takes as long as a full, fills the repository as fast, and shows at most a warning. The network that XO uses must also have the purpose NBD, which xo-health does not read: look at the log of the next run.
    .remedy =
        Switch NBD on for the job: in XO, open Backup › Overview, edit the job, Advanced settings, "Use NBD to transfer disk if available"
        Set the purpose NBD on a network that XO reaches: in XO, open the pool, Network, the NBD column, or run `xe network-param-add uuid=NETWORK param-name=purpose param-key=nbd`; open port 10809 on the hosts
        Run the job twice and look at the second log in XO: it shows NBD for the transfer, and the size of a delta
    .message = { $severity ->
        [warning] Job `{ $name }` transfers whole disks each time
       *[other] Job `{ $name }` may transfer whole disks each time
    } ({ $size_bytes } of { $disks } of { $vms }): they are QCOW2, and the job does not use NBD{ $fulls ->
        [0] {""}
        [one] {""}
       *[other] ; the last { $fulls } backups in the logs were fulls
    }{ $purges ->
        [yes] ; it purges the data of its snapshots nevertheless
       *[no] {""}
    }

source-on-target = Backups on the same storage as their source
    .meaning = The disks of the VMs and the copies that this job makes are on the same storage. If it fails, both are lost, and the copies take space that the disks lack.
    .remedy =
        Add a target on another storage: in XO, open Backup › Overview, edit the job, and choose another backup repository or SR
        Keep the local copy only as a quick way back, and restore from the other one once as a test (Backup › Restore)
    .message = Job `{ $name }` writes { $what ->
        [replica] replicas
       *[repository] backups
    } of { $vms } to `{ $target }`{ $what ->
        [replica] , the SR that holds their disks
       *[repository] , which has the same size and usage as the SR `{ $sr }` that holds their disks: it seems to be the same file system
    }

## 6xx: the check itself

not-read = Something could not be read
    .meaning = Part of what the check needs could not be read. What is not read is unknown, never healthy. A user without the right gets an empty list instead of a refusal, so an empty list counts as not read until the user's rights, or another list, prove that it is empty.
    .remedy =
        Grant the user of the check the right that is named: read access is enough, and most of it needs no administrator
        Run the check again
    .message = { not-read-what } not read: { not-read-why }

not-read-what = { $what ->
        [objects] Pools, SRs, disks and VMs were
        [backup_jobs] Backup jobs were
        [schedules] Schedules were
        [logs] Logs of past backups were
        [mirror_jobs] Mirror jobs were
        [metadata_jobs] Metadata jobs were
        [call_jobs] Sequences were
        [remotes] Backup repositories were
        [remotes_info] The space of the backup repositories was
        [proxies] XO proxies were
       *[servers] The pools XO connects to were
    }

not-read-why = { $why ->
        [refused] the server answered "{ $error_message }"{ $error_code ->
            [unknown] {""}
           *[other] {" "}(code { $error_code })
        }
        [admin_only] XO shows this only to administrators, so it was not requested
        [empty] the answer is empty, which is also what a user without the right gets
        [garbled] the answer makes no sense: { $error_message }
        [partial] the answer is incomplete: objects that others refer to but that were not sent: { $missing }; objects that could not be understood: { $garbled }
        [narrowed] this user's rights show only part of it
       *[not_asked] the capture does not contain it
    }

pool-missing = Pool not connected
    .meaning = XO should be connected to this pool but is not. It cannot back up the pool's VMs, and nothing about the pool could be checked.
    .remedy =
        Check that the pool master is on and can be reached from XO
        In XO, check the user, password and certificate under Settings › Servers
        If the pool no longer exists, disable the server there
    .message = XO has no connection to pool `{ $name }`{ $error ->
        [unknown] {""}
       *[other] : { $error }
    }; its backups do not run, and it was not checked

pool-loading = Pool not loaded yet
    .meaning = XO is connected to the pool but had not finished loading its objects when they were read. Only part of the pool was checked, so the result is unreliable.
    .remedy =
        Wait a few minutes and run the check again
        If it stays like this, read the log of xo-server
    .message = { $sign ->
        [not_seen] XO is connected to pool `{ $name }` but has not loaded it
        [no_hosts] Pool `{ $name }` has no hosts: XO has not loaded all of it
        [no_srs] Pool `{ $name }` has no SRs: XO has not loaded all of it
       *[entered] { $entered } objects appeared during the reading: XO is still loading
    }

no-inventory = Nothing to check
    .meaning = The server shows no pool at all. It has none, is still starting, or has lost the connection to all of them.
    .remedy =
        If XO has just started, wait a few minutes and run the check again
        In XO, check under Settings › Servers whether pools are connected
        Check the address: it may be another XO
    .message = XO shows no pool: nothing was checked

## 7xx: protection

rpo-missed = Last restore point is too old
    .meaning = A schedule promises a restore point at each interval, with 50 % tolerance for late runs. The last successful backup of this VM is older than that, so more work would be lost than agreed.
    .remedy =
        Look at the job's last runs and the error that ended them: `xo-health explain` says what it means
        Remove the cause, then run the job for this VM
        If the VM no longer needs backups that often, change the schedule
    .message = `{ $name }`: { $last_good_at ->
        [unknown] no successful backup is known
       *[other] the last good backup ended { $last_good_at }{ $since_at ->
            [unknown] {""}
           *[other] , too old since { $since_at }
        }
    } ({ $jobs_count ->
        [one] job
       *[other] jobs
    } { $jobs }){ $failed_since ->
        [yes] ; backups failed or were skipped
       *[other] ; no backup failed: the job did not run, did not end, or its log records nothing
    }{ $other_job_keeps ->
        [yes] ; another job has a recent one
       *[other] {""}
    }

vm-unprotected = VMs without a scheduled backup
    .meaning = These VMs are in no backup job that starts by itself and has a target or snapshots to keep. Templates, replicas and VMs with the tag `xo:no-bak` are not counted.
    .remedy =
        Ask the owners of the VMs which ones need backups
        Add those to a backup job, or give them the tag that a smart job selects
        Give the others the tag `xo:no-bak`: then they are no longer listed
    .message = In `{ $name }`, no scheduled backup covers { $vms_count ->
        [one] 1 VM
       *[other] { $vms_count } VMs
    } ({ $running } running): { $vms }

recurring-failure = Backup fails again and again
    .meaning = The next run makes up for an occasional failure. Three in a row have a lasting cause: no restore point is made until it is removed.
    .remedy =
        Find out what the error means: `xo-health explain` with its text lists causes and remedies
        Remove the cause, then run the job for the VMs named here
        Check that the older restore points of these VMs are still there, and keep them
    .message = Job `{ $name }` failed { $failures } times in a row{ $since_at ->
        [unknown] {""}
       *[other] {" "}since { $since_at }
    }{ $vms_count ->
        [0] , before its first VM
       *[other] {" "}on { $vms }
    }{ $error ->
        [unknown] {""}
       *[other] : "{ $error }"
    }{ $enabled ->
        [yes] {""}
       *[other] {" "}(no schedule starts it now)
    }

retention-not-respected = More snapshots than the job should keep
    .meaning = At each run, XO deletes a job's snapshots down to its retention. Here more are left, so some were skipped: XO does not touch disks that are plugged into several VMs, nor disk snapshots that no longer belong to a snapshot of their VM, and says so only in its own log. Each one makes the disk's chain longer and takes up space.
    .remedy =
        If the retention was lowered since the last run, wait for the next run, which deletes the excess
        Look at the job's last runs: a run that ends early deletes no snapshots
        Check whether the disk is plugged into a second VM, and unplug it there if it is not needed
        Delete the oldest snapshots of this job in XO, but never the newest one: the next delta starts from it
    .message = Job `{ $name }` keeps { $keeps ->
        [0] no snapshot
        [one] 1 snapshot
       *[other] { $keeps } snapshots
    } of a disk, `{ $disk }` of `{ $vm }` has { $snapshots }{ $vms_count ->
        [one] {""}
       *[other] ; { $disks } disks have too many, on { $vms }
    }{ $has_run ->
        [yes] {""}
       *[other] ; the logs show no run since
    }

unexpected-full = Deltas that became fulls
    .meaning = A delta backup transferred whole disks although no full was due: it was neither the first backup of the VM, nor the first one to a target, nor one that `fullInterval` requires. A full takes many times the time and space of a delta, so runs overlap and the repository fills up.
    .remedy =
        Look at the previous run: after a failed transfer, the next backup is a full; remove the cause of the failure
        Read the run's warnings in XO, and check whether someone deleted the job's snapshot of the VM or reverted to it
        Check that the last backups are still in the repository and can be read
        For QCOW2 disks, switch NBD on: in XO, open the job, Advanced settings, "Use NBD to transfer disk if available", and set the purpose NBD on a network of the pool (the pool, Network)
        If each delta becomes a full, update XO; if that does not help, contact its support with the log of a run
    .message = Job `{ $name }` made { $all_fulls ->
        [one] 1 full that was not due
       *[other] { $all_fulls } fulls that were not due
    }{ $moved_bytes ->
        [unknown] {""}
       *[other] {" "}({ $moved_bytes } transferred)
    } of { $vms }{ $all_fulls ->
        [one] {""}
       *[other] , up to { $fulls } per VM
    }; { $all_fulls ->
        [one] {""}
       *[other] since { $since_at }, {""}
    }the last one { $last_at }{ $why ->
        [told] : "{ $problem }"
        [without_nbd] ; the VM has QCOW2 disks, and the job does not use NBD: then no delta can be made
        [after_failure] , after a backup that failed
       *[unknown_cause] ; the log does not say why
    }

restore-test-failed = Restore test failed
    .meaning = XO restored the backup to a test VM, and the test failed. The backup was written and counts as a restore point, but it is unproven: whether it can be restored is unknown. XO shows the whole run as failed.
    .remedy =
        Find out why the test VM did not start or did not answer: it needs memory on a host, the guest tools, and a boot time below the timeout of the test
        Restore the VM by hand and start it without a network: that proves the backup
        If the restored VM does not boot, run the job with a forced full backup and test that one
    .message = The last restore test of { $vms } failed in job `{ $name }`: the backup is there, but it is unproven{ $error ->
        [unknown] {""}
       *[other] {" "}(`{ $error }`)
    }

output-behind = A target of a job gets no backups
    .meaning = The job as a whole keeps running, but one of its targets does not get what its schedules promise: the newest backup there is older than 1.5 times the interval between two runs. If you rely on that target, its restore point is too old.
    .remedy =
        Look at the job's last runs in XO to see which step failed for this target
        Check that the target is enabled, can be reached and has free space
        Start by hand the schedule that writes to it
    .message = { $what ->
        [replica] The replica
        [snapshot] The kept snapshot
       *[repository] The backup
    } of { $vms }{ $what ->
        [snapshot] {""}
       *[other] {" "}on `{ $target }`
    } by job `{ $name }` { $last_good_at ->
        [unknown] was never made, as far back as the logs go
       *[other] is from { $last_good_at }
    }{ $limit_minutes ->
        [unknown] {""}
       *[other] ; it should be no older than { $limit_minutes }
    }

flaky-backup = Same error again and again
    .meaning = The same error ended the VM's backup in several of its last runs, with successes in between. Such errors do not go away by themselves, and sooner or later they hit a run that matters.
    .remedy =
        Find out what the error means: `xo-health explain` with its text lists causes and remedies
        Compare the failed runs with the good ones: the time of day, what else was running, which host the VM was on
        If it is a network error, set retries for the job
    .message = Job `{ $name }` did not back up { $vms }, with the same error in { $failures } of the last { $of } backups: `{ $error }`

## 8xx: backup repositories

repository-low-space = Backup repository nearly full
    .meaning = The backup repository has less free space than its jobs usually write, or than the largest of their last runs wrote. XO writes a new backup before it removes the old ones, so the run fails with "ENOSPC: no space left on device".
    .remedy =
        Delete backups that are no longer needed, in XO under Backup › Restore, or the folders of VMs that are gone
        Keep fewer backups in the jobs that write there; each run removes the excess
        Enlarge the repository, or let some jobs write to another one
        Use `deleteFirst` only if nothing else helps: the old backup is gone before the new one exists
    .message = Repository `{ $name }` has { $free_bytes } free{ $size_bytes ->
        [unknown] {""}
       *[other] {" "}of { $size_bytes }
    }: { $what ->
        [round] one usual run of each job that writes there takes { $need_bytes }
        [largest] one of the last runs took { $need_bytes }
       *[share] that is { $free_percent } %, and the logs do not show what runs write
    }{ $jobs_count ->
        [0] {""}
        [one] {" "}(job { $jobs })
       *[other] {" "}(jobs { $jobs })
    }

repository-on-root = Backup repository on XO's own disk
    .meaning = A local repository is a directory on the machine that XO, or its proxy, runs on. On that machine's root file system, growing backups take the space that XO itself needs; and whatever destroys the machine destroys the backups with it.
    .remedy =
        Run `df` on that machine to see which file system the directory is on
        Give the directory a disk of its own or, better, use a repository on another machine (NFS, SMB, S3)
        Move the jobs to the new repository, and keep the old backups until the new ones reach back far enough
    .message = Repository `{ $name }` is a directory{ $path ->
        [unknown] {""}
       *[other] , `{ $path }`,
    } on { $by_proxy ->
        [yes] an XO proxy
       *[no] XO's own machine
    }{ $on_root ->
        [yes] , on its root file system{ $free_bytes ->
            [unknown] {""}
           *[other] , where { $free_bytes } is free
        }: growing backups take the space of the system itself
       *[unknown] ; whether it has a file system of its own is unknown
    }{ $jobs_count ->
        [one] {" "}(job { $jobs })
       *[other] {" "}(jobs { $jobs })
    }

## What could not be read

gap-what = { $what ->
        [objects] pools, SRs, disks and VMs
        [backup_jobs] backup jobs
        [schedules] schedules
        [logs] logs of past backups
        [mirror_jobs] mirror jobs
        [metadata_jobs] metadata jobs
        [call_jobs] sequences
        [remotes] backup repositories
        [remotes_info] space of the backup repositories
        [proxies] XO proxies
       *[servers] pools XO connects to
    }

gap-why = { not-read-why }

gap-grant = { $why ->
        [not_asked] take a new capture
        [garbled] run the check again; if it persists, report it with a capture
        [partial] run the check again in a minute; if it persists, look for a proxy that truncates answers, and report it with a capture
       *[other] { $grant ->
            [sign-in] any user who can sign in can read this: check the address and the token
            [admin] only administrators can read this: use an administrator's token, or do without
           *[other] { $why ->
                [empty] if there are any, let
               *[other] let
            } a role (RBAC) of this user read `{ $grant }`: `POST /rest/v0/acl-privileges` with `"resource": "{ $grant }", "action": "read", "effect": "allow"`
        }
    }

## The page of all findings

page-title = Findings
page-intro = Every finding has a code that never changes: a number and a name. The severity depends on the case: `critical` means that a backup fails or that nothing can be said, `warning` that one will fail unless something changes, `info` that it is worth knowing.
page-generated = This page is generated from the catalogue; do not edit it. `cargo xtask codegen` writes it.
page-code = Code
page-what = What
page-actor = Who acts first
page-remedy = What to do, least harmful first:
